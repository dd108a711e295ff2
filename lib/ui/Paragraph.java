package lib.ui;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import lib.football.Clubs;
import lib.football.Clubs.Club;
import lib.ui.ApiAnswers.Event;
import lib.ui.ApiAnswers.Match;
import lib.ui.ApiAnswers.Meeting;
import lib.ui.ApiAnswers.Played;
import lib.ui.ApiAnswers.Probabilities;
import lib.ui.ApiAnswers.Recent;
import lib.ui.ApiAnswers.Score;
import lib.ui.ApiAnswers.SeasonState;

/**
 * A forecast as a paragraph that a newspaper can print: whole percents, the clubs with their articles, weekday, hour
 * and round, form in words and only while a club plays, at most six sentences and the source at the end. What is said
 * when is decided here; how, in the words of each language.
 */
final class Paragraph {

    /** How far a side is ahead, as a difference of probabilities: even below the first, then slight, then clear. */
    static final double EVEN = 0.05;
    static final double SLIGHT = 0.15;
    static final double CLEAR = 0.35;

    private static final int MEETINGS = 20;

    /** Within so many days the day of the month alone says which one is meant. */
    private static final int NEAR = 14;

    /** Clubs whose matches are called a clássico, by state. */
    private static final Map<String, Set<String>> DERBIES = Map.of(
            "AL", Set.of("CRB", "CSA"), "BA", Set.of("Bahia", "Vitoria"), "CE", Set.of("Ceara", "Fortaleza"),
            "MG", Set.of("America-MG", "Atletico-MG", "Cruzeiro"), "PE", Set.of("Nautico", "Santa Cruz", "Sport"),
            "PR", Set.of("Athletico-PR", "Coritiba", "Parana"), "RJ",
            Set.of("Botafogo-RJ", "Flamengo", "Fluminense", "Vasco"),
            "RS", Set.of("Gremio", "Internacional"), "SC", Set.of("Avai", "Figueirense"),
            "SP", Set.of("Corinthians", "Palmeiras", "Santos", "Sao Paulo"));

    private final Match match;
    private final Club home;
    private final Club away;
    private final Words words;
    private final Probabilities p;

    private Paragraph(Match match, Words words) {
        this.match = match;
        this.home = Clubs.of(match.home());
        this.away = Clubs.of(match.away());
        this.words = words;
        this.p = match.probabilities();
    }

    /** Everything there is to say about a match. */
    static String of(Match match, Words words) {
        return new Paragraph(match, words).sentences(true) + " " + source(match, words);
    }

    /**
     * The same inside a longer article, which says by itself where its figures come from and whether they are
     * simulated.
     */
    static String body(Match match, Words words) {
        return new Paragraph(match, words).sentences(false);
    }

    /** The first sentence alone, for a post. */
    static String brief(Match match, Words words) {
        return new Paragraph(match, words).labelled(true);
    }

    /** The first sentence inside a longer article. */
    static String plain(Match match, Words words) {
        return new Paragraph(match, words).labelled(false);
    }

    /** Where the figures come from, and until when. */
    static String source(Match match, Words words) {
        LocalDate until = match.dataUntil();
        LocalDate day = match.date() == null ? until : match.date();
        return words.text("source", until.getYear() == day.getYear() ? words.dayOfYear(until) : words.longDate(until));
    }

    private String sentences(boolean label) {
        Stream<String> more = isHypothetical() ? Stream.of(whyNoFixture())
                : Stream.of(newcomer(), score(), form(), met());
        return String.join(" ", Stream.concat(Stream.of(labelled(label)), more).filter(Objects::nonNull).toList());
    }

    /** The first sentence; what never happened says so before anything else. */
    private String labelled(boolean label) {
        String sentence = isHypothetical() ? hypothetical() : lead();
        if (!label || !match.simulated()) return sentence;
        boolean name = sentence.startsWith(home.display()) || sentence.startsWith(away.display());
        return words.text("lead.simulated", name ? sentence : sentence.substring(0, 1).toLowerCase(Locale.ROOT)
                + sentence.substring(1));
    }

    /** Whether the two are not to meet on this ground in the running season. */
    private boolean isHypothetical() {
        return match.fixture() == null && match.season() != null;
    }

    // ---------------------------------------------------------------- who is ahead

    private String lead() {
        boolean homeLeads = p.home() >= p.away();
        List<String> percents = words.wholePercents(p.home(), p.draw(), p.away());
        String event = match.fixture() == null ? "" : event(match.fixture());
        Club newcomer = homeLeads && isNew(away) ? away : !homeLeads && isNew(home) ? home : null;
        if (newcomer != null) {
            return words.text(homeLeads ? "lead.newcomer.away" : "lead.newcomer.home", newcomer,
                    newcomer == home ? away : home, event,
                    percents.get(homeLeads ? 2 : 0), percents.get(homeLeads ? 0 : 2));
        }
        Club favourite = homeLeads ? home : away;
        Club other = homeLeads ? away : home;
        String level = level(p);
        if (level.equals("even") || level.equals("draw")) {
            String sides = percents.get(0).equals(percents.get(2)) ? "lead.each" : "lead.both";
            String chances = words.text(sides, home, away, percents.get(0), percents.get(1), percents.get(2));
            String derby = derby();
            return derby == null ? words.text("lead." + level, home, away, event, chances)
                    : words.text("lead." + level + ".derby", home, away, event, chances, derby);
        }
        return words.text("lead." + level + (homeLeads ? ".home" : ".away"), favourite, other, event,
                percents.get(homeLeads ? 0 : 2), percents.get(1), percents.get(homeLeads ? 2 : 0));
    }

    /** draw, even, slight, clear or strong. */
    static String level(Probabilities p) {
        double lead = Math.abs(p.home() - p.away());
        if (p.draw() > Math.max(p.home(), p.away())) return "draw";
        return lead < EVEN ? "even" : lead < SLIGHT ? "slight" : lead < CLEAR ? "clear" : "strong";
    }

    private String derby() {
        Set<String> clubs = DERBIES.getOrDefault(home.state(), Set.of());
        return clubs.contains(home.name()) && clubs.contains(away.name()) ? words.text("derby." + home.state()) : null;
    }

    /** " no domingo (18), às 16h, no Allianz Parque, pela 27ª rodada" with as much of it as is known. */
    private String event(Event event) {
        if (event.date() == null) return "";
        String day = words.text("event.day." + event.date().getDayOfWeek().getValue(), date(event.date()));
        List<String> rest = new ArrayList<>();
        if (event.time() != null) rest.add(words.text("event.time", words.hour(event.time())));
        if (event.venue() != null) {
            String form = event.venue().matches(words.text("event.venue.feminine")) ? "event.venue.f"
                    : event.venue().matches(words.text("event.venue.plural")) ? "event.venue.p" : "event.venue.m";
            rest.add(words.text(form, event.venue()));
        }
        if (event.round() != null) rest.add(words.text("event.round", event.round()));
        return " " + (rest.isEmpty() ? day : words.text("event", day, String.join(", ", rest)));
    }

    private String date(LocalDate date) {
        return words.day(date, ChronoUnit.DAYS.between(match.dataUntil(), date) <= NEAR);
    }

    // ---------------------------------------------------------------- what else there is to say

    private boolean isNew(Club club) {
        return match.form() != null && (club == home ? match.form().home() : match.form().away()).isEmpty()
                && plays(club);
    }

    private boolean plays(Club club) {
        return match.season() == null || (club == home ? match.season().homePlays() : match.season().awayPlays());
    }

    private String newcomer() {
        return isNew(home) || isNew(away) ? words.text("newcomer") : null;
    }

    private String score() {
        if (match.likeliestScores() == null || match.likeliestScores().isEmpty()) return null;
        Score score = match.likeliestScores().getFirst();
        int lead = Integer.signum(score.home() - score.away());
        int favourite = p.home() >= p.away() ? 1 : -1;
        int more = Math.max(score.home(), score.away());
        int less = Math.min(score.home(), score.away());
        boolean even = Set.of("even", "draw").contains(level(p));
        if (!even && lead != favourite) return words.text("score.but", more, less, favourite > 0 ? home : away);
        if (lead < 0) return words.text("score.away", more, less, away);
        return words.text("score", more, less);
    }

    private String form() {
        if (match.form() == null || !plays(home) || !plays(away)) return null;
        List<Recent> first = match.form().home();
        List<Recent> second = match.form().away();
        if (first.isEmpty() || second.isEmpty()) return null;
        if (first.size() == second.size()) {
            return words.text("form.both", home, results(first), away, results(second), first.size());
        }
        return words.text("form.apart", home, results(first), first.size(), away, results(second), second.size());
    }

    /** uma vitória, um empate e três derrotas: what did not happen is left out. */
    private String results(List<Recent> form) {
        List<String> counts = new ArrayList<>();
        for (String result : List.of("W", "D", "L")) {
            int n = (int) form.stream().filter(match -> match.result().equals(result)).count();
            if (n > 0) counts.add(words.count("form.count." + result + ".", n));
        }
        return words.list(counts);
    }

    private String met() {
        List<Meeting> meetings = match.headToHead() == null ? List.of() : match.headToHead();
        int met = meetings.size();
        if (met == 0) return null;
        int homeWins = (int) meetings.stream().filter(meeting -> won(meeting, home)).count();
        int awayWins = (int) meetings.stream().filter(meeting -> won(meeting, away)).count();
        Club more = homeWins >= awayWins ? home : away;
        Club less = more == home ? away : home;
        String balance = homeWins == awayWins ? words.count("met.level.", homeWins)
                : words.text((met >= MEETINGS ? "met.last." : "met.")
                        + (Math.min(homeWins, awayWins) == 0 ? "never" : "wins"), more, Math.max(homeWins, awayWins),
                        less, Math.min(homeWins, awayWins));
        boolean feminine = home.article() == Clubs.Article.A && away.article() == Clubs.Article.A;
        if (met == 1) return words.text(homeWins == awayWins ? "met.once.level" : "met.once.won", more);
        if (met >= MEETINGS) return words.text("met.last", met, balance);
        return words.text(feminine ? "met.f" : "met.m", met, balance);
    }

    private static boolean won(Meeting meeting, Club club) {
        return meeting.home().equals(club.name()) ? meeting.homeGoals() > meeting.awayGoals()
                : meeting.awayGoals() > meeting.homeGoals();
    }

    // ---------------------------------------------------------------- a pair that is no fixture

    private String hypothetical() {
        List<String> percents = words.wholePercents(p.home(), p.draw(), p.away());
        return words.text("hypothetical", home, away, percents.get(0), percents.get(1), percents.get(2));
    }

    private String whyNoFixture() {
        SeasonState season = match.season();
        Played played = match.played();
        if (season.over()) {
            return words.text("hypothetical.over", season.year(), words.dayOfYear(season.lastDay()),
                    Clubs.of(season.leader()));
        }
        if (played != null) {
            boolean homeMore = played.homeGoals() >= played.awayGoals();
            String score = words.text("score.plain", Math.max(played.homeGoals(), played.awayGoals()),
                    Math.min(played.homeGoals(), played.awayGoals()));
            String day = words.dayOfYear(played.date());
            if (played.homeGoals() == played.awayGoals()) {
                return words.text("hypothetical.drawn", home, away, score, day);
            }
            return words.text("hypothetical.played", homeMore ? home : away, homeMore ? away : home, score, day);
        }
        List<Club> absent = Stream.of(home, away).filter(club -> !plays(club)).toList();
        return absent.isEmpty() ? words.text("hypothetical.none")
                : words.text(absent.size() == 1 ? "hypothetical.absent" : "hypothetical.absent.both",
                absent.getFirst(), season.year(), absent.getLast());
    }
}
