package lib.ui;

import static lib.ui.ApiClient.encoded;

import java.text.Collator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lib.ui.ApiAnswers.ClubPage;
import lib.ui.ApiAnswers.Fixture;
import lib.ui.ApiAnswers.Match;
import lib.ui.ApiAnswers.Rating;
import lib.ui.ApiAnswers.Round;
import lib.ui.ApiAnswers.Season;
import lib.ui.ApiAnswers.Team;
import lib.ui.ApiAnswers.Teams;

/** The pages about matches, the season and clubs: what each asks the API, and how it prepares the answers. */
public final class FootballPages {

    private static final Pattern WHAT_IF = Pattern.compile("([^;\\d]{1,40}) (\\d)-(\\d) ([^;\\d]{1,40})");
    private static final int MOST_WHAT_IFS = 120;

    private final ApiClient api;

    public FootballPages(ApiClient api) {
        this.api = api;
    }

    /** The clubs, which every page asks for. */
    public CompletableFuture<Panel<Teams>> clubsSoon() {
        return Panel.soon(() -> api.get("/teams", Teams.class));
    }

    // ---------------------------------------------------------------- a match

    /** The forecast for two clubs; without them, the choice and the clubs' form. */
    public View match(String homeName, String awayName, String version, Words words) {
        Panel<Teams> clubs = Panel.of(() -> api.get("/teams", Teams.class));
        Choice choice = Choice.of(clubs.value(), homeName, awayName);
        boolean wanted = choice.complete();
        Panel<Match> match = wanted ? Panel.of(() -> match(choice.home().name(), choice.away().name(), version)) : null;
        View view = View.of("match", clubs, wanted ? Map.of("match", match) : Map.of()).with("choice", choice)
                .with("frozen", version);
        if (!wanted) {
            boolean unknown = clubs.value() != null && "message.unknown".equals(choice.message());
            return view.with("league", league(clubs.value()))
                    .with("suggestions", unknown ? choice.suggestions(clubs.value()) : List.of());
        }
        Match told = match.value();
        if (told == null) return view;
        view.with("story", Story.of(told, words)).with("chart", null)
                .with("picture", Templates.link(words, "/card.png", "home", told.home(), "away", told.away(),
                        "model", version));
        if (told.ratings() != null && told.ratings().home() != null && told.ratings().away() != null) {
            Map<String, List<Rating>> lines = new LinkedHashMap<>();
            lines.put(choice.home().displayName(), told.ratings().home());
            lines.put(choice.away().displayName(), told.ratings().away());
            view.with("chart", Charts.ratings(lines, words)).with("years", years(lines));
        }
        return view;
    }

    /** The picture of a match's page, or null when that has no forecast. */
    public byte[] card(View view, Words words, Card.Shape shape) {
        if (!(view.values().get("story") instanceof Story story)
                || !(view.values().get("match") instanceof Panel<?> panel)) {
            return null;
        }
        return Card.of((Match) panel.value(), story, words, shape);
    }

    /** The end of an address that asks for a version of the model, after a ? or &; null is the one of the moment. */
    static String quoting(char before, String version) {
        return version == null ? "" : before + "model=" + encoded(version);
    }

    /** One match as a version of the model sees it. */
    Match match(String home, String away, String version) throws ApiClient.NoAnswer {
        Match match = api.get("/match?home=" + encoded(home) + "&away=" + encoded(away) + quoting('&', version),
                Match.class);
        if (!match.home().equals(home) || !match.away().equals(away)) {
            throw new ApiClient.NoAnswer(ApiClient.Trouble.NONSENSE, "another match than the one asked for");
        }
        return match;
    }

    /** The clubs of the season, those with the most points in their last matches first. */
    private static List<Team> league(Teams teams) {
        return teams == null ? List.of() : teams.teams().stream().filter(Team::current)
                .sorted(Comparator.comparingInt(Team::points).reversed().thenComparing(Team::displayName)).toList();
    }

    /** For the table beside the chart: the last rating of each year, one column for each line, newest year first. */
    private static Map<Integer, Double[]> years(Map<String, List<Rating>> lines) {
        Map<Integer, Double[]> years = new TreeMap<>(Comparator.reverseOrder());
        int column = 0;
        for (List<Rating> line : lines.values()) {
            for (Rating rating : line) {
                years.computeIfAbsent(rating.date().getYear(), _ -> new Double[lines.size()])[column] = rating.rating();
            }
            column++;
        }
        return years;
    }

    // ---------------------------------------------------------------- the season

    /** A match still to be played, with the results that can be chosen and the one that is. */
    public record Open(Fixture fixture, String home, String draw, String away, String chosen) {}

    /** The table with its simulated end, given results that have not happened yet: "Palmeiras 1-0 Santos". */
    public View season(List<String> whatIf, Words words) {
        CompletableFuture<Panel<Teams>> clubs = clubsSoon();
        CompletableFuture<Panel<Round>> round = Panel.soon(() -> api.get("/round?all=true", Round.class));
        List<String> chosen = whatIf.stream().flatMap(text -> Stream.of(text.split(";"))).map(String::strip)
                .filter(WHAT_IF.asMatchPredicate()).distinct().limit(MOST_WHAT_IFS).toList();
        String given = String.join(";", chosen);
        Panel<Season> season = Panel.of(() -> api.get("/season"
                + (given.isEmpty() ? "" : "?what_if=" + encoded(given)), Season.class));
        View view = View.of("season", clubs.join(), Map.of("season", season, "round", round.join()))
                .with("given", given).with("count", chosen.size());
        if (season.value() != null) {
            view.with("file", Csv.fileName(season.value().season(), null, clubs.join().value()));
        }
        Panel<Round> left = round.join();
        if (left.value() != null) view.with("rounds", rounds(left.value(), chosen));
        return view;
    }

    /** The open matches by round; under 0 those without one. */
    private static Map<Integer, List<Open>> rounds(Round round, List<String> chosen) {
        Map<Integer, List<Open>> rounds = new TreeMap<>();
        for (Fixture fixture : round.matches()) {
            String home = fixture.home() + " 1-0 " + fixture.away();
            String draw = fixture.home() + " 1-1 " + fixture.away();
            String away = fixture.home() + " 0-1 " + fixture.away();
            String now = List.of(home, draw, away).stream().filter(chosen::contains).findFirst().orElse("");
            rounds.computeIfAbsent(fixture.round() == null ? 0 : fixture.round(), key -> new ArrayList<>())
                    .add(new Open(fixture, home, draw, away, now));
        }
        return rounds;
    }

    // ---------------------------------------------------------------- the clubs

    /** All clubs: those of the season, then the others. */
    public View clubs() {
        Panel<Teams> clubs = Panel.of(() -> api.get("/teams", Teams.class));
        Collator collator = Collator.getInstance(Locale.forLanguageTag("pt-BR"));
        List<Team> sorted = clubs.value() == null ? List.of()
                : clubs.value().teams().stream().sorted(Comparator.comparing(Team::displayName, collator)).toList();
        return View.of("clubs", clubs, Map.of()).with("current", sorted.stream().filter(Team::current).toList())
                .with("others", sorted.stream().filter(team -> !team.current()).toList());
    }

    /** One club. */
    public View club(String name, Words words) {
        CompletableFuture<Panel<Teams>> clubs = clubsSoon();
        CompletableFuture<Panel<Season>> season = Panel.soon(() -> api.get("/season", Season.class));
        Panel<ClubPage> club = Panel.of(() -> api.get("/teams/" + encoded(Choice.bounded(name)), ClubPage.class));
        View view = View.of("club", clubs.join(), Map.of("club", club)).with("asked", Choice.bounded(name))
                .with("chart", null).with("odds", null);
        Choice choice = Choice.of(clubs.join().value(), name, "");
        boolean unknown = club.value() == null && clubs.join().value() != null && choice.home() == null;
        view.with("suggestions", unknown ? choice.suggestions(clubs.join().value()) : List.of())
                .with("unknown", unknown);
        if (club.value() == null) return view;
        Season table = season.join().value();
        if (table != null && !table.over()) {
            view.with("zones", table.zones()).with("odds", table.standings().stream()
                    .filter(line -> line.name().equals(club.value().name())).findFirst().orElse(null));
        }
        if (!club.value().ratings().isEmpty()) {
            Map<String, List<Rating>> line = Map.of(club.value().displayName(), club.value().ratings());
            view.with("chart", Charts.ratings(line, words)).with("years", years(line));
        }
        return view;
    }
}
