package lib.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.base.Shares;
import lib.football.Clubs;
import lib.football.Clubs.Club;
import lib.ui.ApiAnswers.Event;
import lib.ui.ApiAnswers.LastRound;
import lib.ui.ApiAnswers.Match;
import lib.ui.ApiAnswers.Odds;
import lib.ui.ApiAnswers.Season;
import lib.ui.ApiAnswers.Stake;
import lib.ui.ApiAnswers.Standing;

/**
 * The next round as an article: a headline chosen by what is at stake, a lead, a block for each match in the order of
 * kick-off, and what the last round has changed. Everything comes from answers that the page has anyway.
 *
 * @param headline  who can win or lose most
 * @param lead      leader, chase and relegation, a sentence each
 * @param blocks    the matches
 * @param changes   what the last round has changed, a sentence each
 * @param needed    points that nine of ten simulations ask for
 * @param record    how the forecasts of the last round fared; empty without one
 * @param source    where the figures come from
 * @param warning   that the matches never took place; empty for real ones
 */
public record Roundup(String headline, List<String> lead, List<Block> blocks, List<String> changes, String needed,
        String record, String source, String warning) {

    /** A match: what to print above it, its paragraph, what is at stake, and its first sentence alone. */
    public record Block(String home, String away, String title, String event, String paragraph, String stakes,
            String brief, List<String> percents, int[] tenths, String link) {}

    /** How the article is written down. */
    public enum Format {
        TEXT("txt"), HTML("html"), MARKDOWN("md");

        public final String ending;

        Format(String ending) {
            this.ending = ending;
        }
    }

    private static final List<String> ZONES = List.of("title", "libertadores", "relegation");

    /** A difference between winning and losing that is worth a sentence. */
    private static final double WORTH = 0.03;

    /** @param matches in the order of kick-off; @param last may be null; @param version as the address quotes it */
    public static Roundup of(Season season, List<Match> matches, LastRound last, String version, Words words) {
        Writer writer = new Writer(season, version, words);
        List<Block> blocks = matches.stream().map(writer::block).toList();
        return new Roundup(writer.headline(), writer.lead(), blocks, writer.changes(), writer.needed(),
                last == null ? "" : writer.record(last, matches),
                matches.isEmpty() ? "" : Paragraph.source(matches.getFirst(), words),
                season.simulated() ? words.text("simulated") + "." : "");
    }

    // ---------------------------------------------------------------- as a text to copy

    /** The article of the blocks that are wanted; a short one has the first sentence of each alone. */
    public String text(Format format, boolean whole, Predicate<Block> wanted, Words words) {
        StringBuilder text = new StringBuilder();
        put(text, format, 1, headline);
        if (!warning.isEmpty()) put(text, format, 0, warning);
        put(text, format, 0, String.join(" ", whole ? lead : lead.subList(0, Math.min(1, lead.size()))));
        for (Block block : blocks) {
            if (!wanted.test(block)) continue;
            if (whole) put(text, format, 2, block.event.isEmpty() ? block.title : block.title + " – " + block.event);
            put(text, format, 0, whole ? (block.paragraph + " " + block.stakes).strip() : block.brief);
        }
        if (whole && !changes.isEmpty()) {
            put(text, format, 0, words.text("roundup.changed") + ": " + String.join(" ", changes));
        }
        if (whole) {
            Stream.of(needed, record).filter(line -> !line.isEmpty()).forEach(line -> put(text, format, 0, line));
        }
        put(text, format, 0, source);
        return text.toString().strip() + "\n";
    }

    private static void put(StringBuilder text, Format format, int heading, String line) {
        if (line.isEmpty()) return;
        switch (format) {
            case TEXT -> text.append(line).append("\n\n");
            case MARKDOWN -> text.append("#".repeat(heading)).append(heading > 0 ? " " : "")
                    .append(line.replaceAll("([*_`#\\[\\]])", "\\\\$1")).append("\n\n");
            case HTML -> {
                String tag = heading == 0 ? "p" : "h" + heading;
                text.append('<').append(tag).append('>')
                        .append(line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
                        .append("</").append(tag).append(">\n");
            }
        }
    }

    // ---------------------------------------------------------------- the sentences

    /** Writes about one season in one language. */
    private record Writer(Season season, String version, Words words) {

        private List<Standing> table() {
            return season.standings();
        }

        /** A zone as it is called in a sentence. */
        private String zone(String key) {
            return words.text("roundup.zone." + key, season.zones().groupStage(), season.zones().libertadores(),
                    season.zones().relegated());
        }

        /** The lead of the first, or that it is in danger; and the club whose risk of relegation moves most. */
        String headline() {
            Standing first = table().get(0);
            Standing second = table().get(1);
            int gap = first.points() - second.points();
            // Level on points, more wins lead.
            boolean canPass = plays(second.name()) && (gap < 3 || gap == 3 && second.won() + 1 >= first.won());
            String top = canPass ? words.text("roundup.top.close", Clubs.of(second.name()), Clubs.of(first.name()))
                    : plays(first.name()) ? words.text("roundup.top.clear", Clubs.of(first.name()), gap + 3)
                    : words.text("roundup.top.leads", Clubs.of(first.name()), first.points());
            Standing last = table().stream().filter(line -> risk(line.name()) > WORTH)
                    .max(Comparator.comparingDouble(line -> risk(line.name()))).orElse(null);
            if (last == null) return top;
            boolean below = season.zone(last.position()).equals("relegation");
            return top + "; " + words.text(below ? "roundup.bottom.in" : "roundup.bottom.near", Clubs.of(last.name()),
                    season.zones().relegated());
        }

        /** Whether a club's match of the round is still to be played. */
        private boolean plays(String club) {
            return season.stakes().stream().anyMatch(stake -> stake.home().equals(club) || stake.away().equals(club));
        }

        /** By how much a win instead of a defeat in the next match moves a club's risk of relegation. */
        private double risk(String club) {
            for (Stake stake : season.stakes()) {
                boolean home = stake.home().equals(club);
                if (!home && !stake.away().equals(club)) continue;
                List<Odds> odds = home ? stake.effect().home() : stake.effect().away();
                Odds win = odds.get(home ? 0 : 2);
                Odds loss = odds.get(home ? 2 : 0);
                return win == null || loss == null ? 0 : Math.abs(win.relegation() - loss.relegation());
            }
            return 0;
        }

        List<String> lead() {
            Standing first = table().get(0);
            List<Standing> chase = table().stream().filter(line -> line != first && line.title() >= .005)
                    .sorted(Comparator.comparingDouble(line -> -line.title())).limit(2).toList();
            List<String> sentences = new ArrayList<>();
            String leader = words.text("roundup.leader", Clubs.of(first.name()), first.points(),
                    words.wholePercent(first.title()));
            sentences.add(chase.isEmpty() ? leader + "." : leader
                    + words.text(chase.size() == 1 ? "roundup.chase.one" : "roundup.chase.many",
                            chances(chase, "title")) + ".");
            List<Standing> open = open("libertadores");
            if (!open.isEmpty()) {
                sentences.add(words.text("roundup.libertadores", zone("libertadores"), chances(open, "libertadores")));
            }
            List<Standing> danger = table().stream().filter(line -> line.relegation() > .05)
                    .sorted(Comparator.comparingDouble(line -> -line.relegation()))
                    .limit(season.zones().relegated() + 1).toList();
            if (!danger.isEmpty()) sentences.add(words.text("roundup.relegation", chances(danger, "relegation")));
            return sentences;
        }

        /** The three clubs whose place is least decided. */
        private List<Standing> open(String zone) {
            return table().stream().filter(line -> line.chance(zone) > .05 && line.chance(zone) < .95)
                    .sorted(Comparator.comparingDouble(line -> Math.abs(line.chance(zone) - .5))).limit(3)
                    .sorted(Comparator.comparingDouble(line -> -line.chance(zone))).toList();
        }

        /** o Flamengo, com 10%, e o Corinthians, com 5%. */
        private String chances(List<Standing> lines, String zone) {
            return words.list(lines.stream().map(line -> words.text(
                    "roundup.with", Clubs.of(line.name()), words.wholePercent(line.chance(zone)))).toList());
        }

        Block block(Match match) {
            Club home = Clubs.of(match.home());
            Club away = Clubs.of(match.away());
            Event event = match.fixture();
            var p = match.probabilities();
            return new Block(match.home(), match.away(), words.text("forecast.title", home.display(), away.display()),
                    event == null ? "" : words.event(event),
                    Paragraph.body(match, words), stakes(match.home(), match.away()), Paragraph.plain(match, words),
                    words.percents(p.home(), p.draw(), p.away()), Shares.of(1000, p.home(), p.draw(), p.away()),
                    Templates.link(words, "/", "home", match.home(), "away", match.away(), "model", version));
        }

        /** Em jogo: se vencer, o Palmeiras vai a 88% de chance de título; se perder, cai a 74%. */
        private String stakes(String home, String away) {
            Stake stake = season.stakes().stream().filter(one -> one.home().equals(home) && one.away().equals(away))
                    .findFirst().orElse(null);
            if (stake == null) return "";
            List<String> sentences = new ArrayList<>();
            for (boolean atHome : new boolean[] {true, false}) {
                List<Odds> odds = atHome ? stake.effect().home() : stake.effect().away();
                Odds win = odds.get(atHome ? 0 : 2);
                Odds loss = odds.get(atHome ? 2 : 0);
                if (win == null || loss == null) continue;
                String zone = ZONES.stream().max(
                        Comparator.comparingDouble(key -> Math.abs(win.of(key) - loss.of(key)))).orElseThrow();
                if (Math.abs(win.of(zone) - loss.of(zone)) < WORTH) continue;
                sentences.add(words.text("roundup.stake." + zone, Clubs.of(atHome ? home : away),
                        words.wholePercent(win.of(zone)), words.wholePercent(loss.of(zone)), zone(zone)));
            }
            if (sentences.size() == 2) sentences.set(1, Words.capital(sentences.get(1)));
            return sentences.isEmpty() ? "" : words.text("roundup.stake", String.join(" ", sentences));
        }

        List<String> changes() {
            List<String> sentences = new ArrayList<>();
            for (String zone : ZONES) {
                List<String> moves = new ArrayList<>();
                for (Standing line : season.moved(zone)) {
                    String before = words.wholePercent(line.before().of(zone));
                    String now = words.wholePercent(line.chance(zone));
                    if (before.equals(now)) continue;
                    moves.add(words.text("roundup.fromto", Clubs.of(line.name()), before, now));
                }
                if (moves.isEmpty()) continue;
                sentences.add(words.text("roundup.change." + zone, zone(zone), words.list(moves)));
            }
            return sentences;
        }

        String needed() {
            return season.needed() == null ? ""
                    : words.text("season.needed", season.needed().safe(), season.zones().relegated(),
                    season.needed().libertadores(), season.zones().libertadores(), season.needed().title());
        }

        /** How the forecasts of the last round fared, which is this one when it has begun. */
        String record(LastRound last, List<Match> next) {
            if (last.matches().isEmpty()) return "";
            int right = (int) last.matches().stream().filter(ApiAnswers.Result::right).count();
            Integer round = last.matches().getFirst().round();
            boolean begun = round != null && next.stream().anyMatch(match -> match.fixture() != null
                    && round.equals(match.fixture().round()));
            return words.text(begun ? "roundup.record.begun" : "roundup.record", right, last.matches().size());
        }
    }

    /**
     * Whether a block is among those whose numbers, counted from 0, stand in a list such as 0,3,7; an empty list means
     * all.
     */
    public Predicate<Block> only(String numbers) {
        if (numbers == null || numbers.isBlank()) return block -> true;
        List<String> wanted = List.of(numbers.split(","));
        List<Block> chosen = IntStream.range(0, blocks.size()).filter(i -> wanted.contains("" + i))
                .mapToObj(blocks::get).toList();
        return chosen::contains;
    }
}
