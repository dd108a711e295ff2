//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The exam's questions are complete, tagged with what AWS's exam guide names, and the same in both languages. */
class ExamTest {

    private static final Pattern QUESTION = Pattern.compile(
            "(?ms)^\\*\\*(\\d\\.\\d)\\*\\* \\*\\((\\d\\.\\d)\\)\\* (.*?)</details>");

    /** A question: its number, its task statement, its right answer, and its whole text. */
    private record Question(String number, String task, String answer, String text) {}

    private static List<Question> questions(String file) throws IOException {
        List<Question> questions = new ArrayList<>();
        Matcher matcher = QUESTION.matcher(Files.readString(Scripts.HOME.resolve(file)));
        while (matcher.find()) {
            Matcher answer = Pattern.compile("(?m)^\\*\\*([A-D])\\.\\*\\* ").matcher(matcher.group(3));
            assertTrue(answer.find(), file + " " + matcher.group(1) + " has no answer");
            questions.add(new Question(matcher.group(1), matcher.group(2), answer.group(1), matcher.group(3)));
        }
        return questions;
    }

    @Test
    void sixQuestionsAChapterWithFourAnswersAndAReasonForEach() throws IOException {
        for (String file : List.of("docs/EXAM.md", "docs/EXAM.pt-BR.md")) {
            List<Question> questions = questions(file);
            assertEquals(42, questions.size(), file);
            for (int i = 0; i < 42; i++) {
                Question question = questions.get(i);
                assertEquals(i / 6 + "." + (i % 6 + 1), question.number, file);
                for (String letter : List.of("A", "B", "C", "D")) {
                    assertTrue(Pattern.compile("(^|\\s)(- )?" + letter + "\\. ").matcher(question.text).find(),
                            question.text);
                    String reasons = question.text.substring(question.text.indexOf("**" + question.answer + ".**"));
                    assertTrue(Pattern.compile("\\b" + letter + "\\b").matcher(reasons).find(),
                            file + " " + question.number + " says nothing of " + letter);
                }
            }
        }
    }

    @Test
    void bothLanguagesAskTheSameAndEveryTaskStatementIsOnTheMap() throws IOException {
        List<Question> english = questions("docs/EXAM.md");
        List<Question> portuguese = questions("docs/EXAM.pt-BR.md");
        Set<String> asked = new TreeSet<>();
        for (int i = 0; i < english.size(); i++) {
            assertEquals(english.get(i).task, portuguese.get(i).task, english.get(i).number);
            assertEquals(english.get(i).answer, portuguese.get(i).answer, english.get(i).number);
            asked.add(english.get(i).task);
        }
        for (String file : List.of("docs/EXAM.md", "docs/EXAM.pt-BR.md")) {
            Set<String> mapped = new TreeSet<>();
            Matcher row = Pattern.compile("(?m)^\\| (\\d\\.\\d) ")
                    .matcher(Files.readString(Scripts.HOME.resolve(file)));
            while (row.find()) mapped.add(row.group(1));
            assertEquals(14, mapped.size(), file);
            assertEquals(mapped, asked, "every task statement has a question");
        }
    }
}
