package lib.api;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import lib.football.Clubs;
import lib.football.CourtRulings;
import lib.football.Season;
import lib.model.Features;
import lib.model.Predictor;
import lib.model.SeasonForecast;
import lib.model.SeasonTally;
import lib.web.Bound;
import lib.web.Latest;
import lib.web.Refused;

/** Answers about the running season and its clubs. A season is simulated once per model and what-if, and remembered. */
public final class LeagueRoutes {

    private static final int SIMULATIONS = 10_000;
    private static final int FEWEST_SIMULATIONS = 1_000;

    /** The work that an answer may cost: a league of 128 clubs has forty times the matches of the real one. */
    private static final int MOST_MATCHES = 4_000_000;
    private static final int REMEMBERED = 64;
    private static final int LONGEST_WHAT_IF = 4_000;

    /**
     * In plain requests: a tenth of a second of a core against a millisecond or two, and never more than a full bucket.
     */
    private static final double SIMULATION_COST = 20;

    /** The seasons as they are stay, however many others are asked what would be if. */
    private final Map<String, SeasonForecast> asTheyAre = Collections.synchronizedMap(new Latest<>(8));
    private final Map<String, SeasonForecast> whatIfs = Collections.synchronizedMap(new Latest<>(REMEMBERED));

    /** One at a time, for a simulation takes all cores anyway; a few may wait for as long as a reader would. */
    private final Bound simulations = new Bound("simulations", 1, 8, Duration.ofSeconds(3));

    private String prepared = "";

    /** A club's line of {@code /season}; chances are probabilities, errors their Monte Carlo standard errors. */
    private record Line(int position, String name, String displayName, int played, int won, int drawn, int lost,
            int goalsFor, int goalsAgainst, int points, double expectedPoints, double title, double groupStage,
            double libertadores, double sulAmericana, double relegation, Errors error, SeasonTally.Odds before,
            double[] positions) {}

    private record Errors(double expectedPoints, double title, double groupStage, double libertadores,
            double sulAmericana, double relegation) {}

    private record Result(String home, String away, int homeGoals, int awayGoals) {}

    /** Points that the sports court took from a club or gave to one, for a match of that day. */
    private record Ruling(String name, String displayName, int points, LocalDate match, LocalDate decided) {}

    /** Simulates a version's season once, so that the first person who asks need not wait for it. */
    public void prepare(ServedModel.Loaded loaded) {
        if (loaded.version().equals(prepared)) return;
        prepared = loaded.version();
        try {
            season(loaded, null, _ -> {});
        } catch (Refused busy) {
            prepared = ""; // at the next look
        } catch (Exception e) {
            // A version without a history still forecasts; who asks for its season is told why there is none.
        }
    }

    /**
     * {@code GET /season}: the table and every club's chances, perhaps with some results assumed; beside them, the
     * chances before: without what is assumed, or else without the results of the last round.
     *
     * @param charge told what an answer costs beyond a plain request
     */
    public Map<String, Object> season(ServedModel.Loaded loaded, String whatIf, DoubleConsumer charge)
            throws Exception {
        Season now = loaded.league().season;
        Season season = assuming(now, whatIf);
        List<Result> assumed = season.played().subList(now.played().size(), season.played().size()).stream()
                .map(match -> new Result(match.home(), match.away(), match.homeGoals(), match.awayGoals())).toList();
        SeasonForecast present = simulated(loaded, now, asTheyAre, "now", _ -> {});
        SeasonForecast forecast = assumed.isEmpty() ? present : simulated(loaded, season, whatIfs,
                assumed.stream().map(Result::toString).sorted().toList().toString(), charge);
        SeasonForecast earlier = assumed.isEmpty()
                ? simulated(loaded, now.beforeLast(), asTheyAre, "before the last round", _ -> {}) : present;
        Map<String, SeasonTally.Chances> before = new HashMap<>();
        for (SeasonForecast.Line line : earlier.lines()) before.put(line.club(), line.chances());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("season", season.year());
        body.put("over", season.over());
        body.put("simulated", loaded.predictor().simulated());
        body.put("model_version", loaded.version());
        body.put("data_until", loaded.predictor().dataUntil());
        body.put("simulations", simulations(season));
        body.put("seed", League.SEED);
        body.put("matches_left", season.left().size());
        body.put("zones", season.zones());
        body.put("needed", forecast.needed());
        body.put("before", assumed.isEmpty() ? "last_round" : "assumptions");
        body.put("standings", forecast.lines().stream().map(line -> line(line, before.get(line.club()))).toList());
        body.put("rulings", CourtRulings.of(season).stream().map(ruling -> new Ruling(ruling.club(),
                Clubs.of(ruling.club()).display(), ruling.points(), ruling.match().date(), ruling.decided())).toList());
        body.put("stakes", forecast.stakes());
        body.put("what_if", assumed);
        return body;
    }

    /**
     * What is remembered never waits for a simulation. @param what which season of the version it is, for the memory
     */
    private SeasonForecast simulated(ServedModel.Loaded loaded, Season season, Map<String, SeasonForecast> memory,
            String what, DoubleConsumer charge) throws Exception {
        String key = loaded.version() + " " + what;
        SeasonForecast known = memory.get(key);
        if (known != null) return known;
        charge.accept(SIMULATION_COST);
        return simulations.run(() -> {
            SeasonForecast meanwhile = memory.get(key);
            if (meanwhile != null) return meanwhile;
            SeasonForecast made = SeasonForecast.of(
                    loaded.predictor(), loaded.league().history, season, simulations(season), League.SEED);
            memory.put(key, made);
            return made;
        });
    }

    private static int simulations(Season season) {
        return Math.max(FEWEST_SIMULATIONS, Math.min(SIMULATIONS, MOST_MATCHES / Math.max(1, season.left().size())));
    }

    private static Season assuming(Season season, String whatIf) {
        if (whatIf == null || whatIf.isBlank()) return season;
        if (whatIf.length() > LONGEST_WHAT_IF) {
            throw Problem.invalid("what_if", "longer than " + LONGEST_WHAT_IF + " characters");
        }
        try {
            return season.with(whatIf);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("what_if", e.getMessage());
        }
    }

    private static Line line(SeasonForecast.Line line, SeasonTally.Chances before) {
        SeasonTally.Chances now = line.chances();
        return new Line(line.position(), line.club(), Clubs.of(line.club()).display(), line.played(), line.won(),
                line.drawn(), line.lost(),
                line.goalsFor(), line.goalsAgainst(), line.points(), now.points().value(), now.title().value(),
                now.groupStage().value(),
                now.libertadores().value(), now.sulAmericana().value(), now.relegation().value(),
                new Errors(now.points().error(),
                now.title().error(), now.groupStage().error(), now.libertadores().error(), now.sulAmericana().error(),
                now.relegation().error()), before == null ? null
                : new SeasonTally.Odds(before.title().value(), before.groupStage().value(),
                before.libertadores().value(), before.sulAmericana().value(), before.relegation().value()),
                now.positions());
    }

    /** {@code GET /teams}: every club the model knows, with its last five matches. */
    public static Map<String, Object> teams(ServedModel.Loaded loaded) {
        Predictor predictor = loaded.predictor();
        List<Object> teams = new ArrayList<>();
        loaded.clubs().forEach(name -> {
            Map<String, Object> team = describe(loaded, name);
            team.put("form", MatchRoutes.form(predictor, name));
            teams.add(team);
        });
        Map<String, Object> body = new LinkedHashMap<>();
        Season season = loaded.season();
        body.put("season", season == null ? predictor.season() : season.year());
        body.put("over", season != null && season.over());
        body.put("data_until", predictor.dataUntil());
        body.put("simulated", predictor.simulated());
        body.put("teams", teams);
        return body;
    }

    /** {@code GET /teams/{name}}: one club's season and its strength through time. */
    public static Map<String, Object> team(ServedModel.Loaded loaded, String given) {
        Predictor predictor = loaded.predictor();
        String name = Asked.club(loaded, given, "name");
        League league = loaded.league();
        Season season = league.season;
        Map<String, Object> body = describe(loaded, name);
        body.put("season", season.year());
        int place = league.table().indexOf(name) + 1;
        body.put("position", place == 0 ? null : place);
        body.put("results", season.played().stream()
                .filter(match -> match.home().equals(name) || match.away().equals(name)).map(match -> {
            boolean atHome = match.home().equals(name);
            return MatchRoutes.recent(match.date(), atHome ? match.away() : match.home(), atHome,
                    atHome ? match.homeGoals() : match.awayGoals(),
                    atHome ? match.awayGoals() : match.homeGoals());
        }).toList());
        body.put("remaining", season.left().stream()
                .filter(fixture -> fixture.home().equals(name) || fixture.away().equals(name))
                .map(fixture -> MatchRoutes.fixture(predictor, fixture)).toList());
        body.put("form", MatchRoutes.form(predictor, name));
        body.put("ratings", league.ratings(name));
        body.put("model_version", loaded.version());
        body.put("data_until", predictor.dataUntil());
        body.put("simulated", predictor.simulated());
        return body;
    }

    private static Map<String, Object> describe(ServedModel.Loaded loaded, String name) {
        Features.ClubState known = loaded.predictor().clubs().get(name);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("display_name", Clubs.of(name).display());
        body.put("state", known == null ? Clubs.of(name).state() : known.state());
        body.put("current", loaded.plays(name));
        body.put("last_season", known == null ? null : known.lastSeason());
        return body;
    }
}
