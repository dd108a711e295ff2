package lib.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.football.Clubs;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.football.Season;
import lib.model.Features;
import lib.model.Forecast;
import lib.model.ForecastLog;
import lib.model.Predictor;
import lib.model.ScoreMatrix;
import lib.model.SeasonForecast;

/** Answers about single matches: the plain forecast, all about one match, and the next round. */
public final class MatchRoutes {

    private static final List<String> OUTCOMES = List.of("Vitória do Mandante", "Empate", "Vitória do Visitante");
    private static final int LIKELIEST_SCORES = 5;
    private static final int SHOWN_GOALS = 6;
    private static final int MEETINGS = 20;

    public record Probabilities(double home, double draw, double away) {
        static Probabilities of(Forecast forecast) {
            return new Probabilities(forecast.home(), forecast.draw(), forecast.away());
        }
    }

    public record ExpectedGoals(double home, double away) {
        static ExpectedGoals of(Forecast forecast) {
            return forecast.expectedHomeGoals() == null ? null
                    : new ExpectedGoals(forecast.expectedHomeGoals(), forecast.expectedAwayGoals());
        }
    }

    /** A match to come; what is not announced is null. */
    public record Fixture(LocalDate date, String time, Integer round, String venue, String home, String away,
            String homeDisplayName, String awayDisplayName, Probabilities probabilities, ExpectedGoals expectedGoals) {}

    /** A club's match as seen from its side. */
    public record Recent(LocalDate date, String opponent, String opponentDisplayName, boolean atHome, int goalsFor,
            int goalsAgainst, String result) {}

    /**
     * A match of the last round with the forecast made before it; {@code recorded} tells whether it was written down
     * then.
     */
    private record Result(LocalDate date, Integer round, String home, String away, String homeDisplayName,
            String awayDisplayName, int homeGoals, int awayGoals, Probabilities probabilities, boolean recorded) {}

    /** When and where an announced match is played; what is not known is null. */
    private record Event(LocalDate date, String time, Integer round, String venue) {}

    /** That the same match has been played in this season. */
    private record Played(LocalDate date, Integer round, int homeGoals, int awayGoals) {}

    /** How the season stands: over or not, its last day so far, and who leads it. */
    private record SeasonState(int year, boolean over, LocalDate lastDay, String leader, String leaderDisplayName,
            boolean homePlays, boolean awayPlays) {}

    private record Score(int home, int away, double probability) {}

    private record Sides<T>(T home, T away) {}

    private MatchRoutes() {}

    /** {@code POST /predict}: the answer of the public contract, and more. */
    public static Map<String, Object> predict(ServedModel.Loaded loaded, PredictRequest request) {
        PredictRequest.Answer answer = request.answer(loaded);
        return predict(loaded, answer.forecast(), answer.match());
    }

    private static Map<String, Object> predict(ServedModel.Loaded loaded, Forecast forecast, Asked.Checked match) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("prediction_numeric", forecast.likeliest().ordinal());
        body.put("prediction_text", OUTCOMES.get(forecast.likeliest().ordinal()));
        body.put("probabilities", Probabilities.of(forecast));
        body.put("expected_goals", ExpectedGoals.of(forecast));
        if (match != null) {
            body.put("home", match.home());
            body.put("away", match.away());
            body.put("date", match.date());
        }
        body.put("model_version", loaded.version());
        body.put("model_kind", match == null ? "logistic" : loaded.predictor().kind());
        body.put("data_until", loaded.predictor().dataUntil());
        body.put("simulated", loaded.predictor().simulated());
        return body;
    }

    /** {@code GET /match}: everything about one match. */
    public static Map<String, Object> match(ServedModel.Loaded loaded, String home, String away, String date) {
        Asked.Checked match = Asked.of(home, away, date).check(loaded);
        Forecast forecast = match.forecast(loaded.predictor());
        Map<String, Object> body = predict(loaded, forecast, match);
        Predictor predictor = loaded.predictor();
        League league = loaded.league();
        body.put("home_display_name", Clubs.of(match.home()).display());
        body.put("away_display_name", Clubs.of(match.away()).display());
        body.put("fixture", event(league.season.fixture(match.home(), match.away())));
        body.put("played", played(league.season.result(match.home(), match.away())));
        body.put("season", state(loaded, match));
        double[][] scores = forecast.expectedHomeGoals() == null ? null : ScoreMatrix.of(forecast, 0, 0);
        body.put("score_matrix", scores == null ? null : shown(scores));
        body.put("likeliest_scores", scores == null ? List.of() : likeliest(scores));
        Explanation explanation = Explanation.of(predictor, league.before, match.home(), match.away(), match.date());
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("log_odds_home_away", explanation.logOdds());
        parts.put("contributions", explanation.contributions());
        body.put("explanation", parts);
        body.put("sentence", explanation.sentence());
        body.put("form", new Sides<>(form(predictor, match.home()), form(predictor, match.away())));
        body.put("head_to_head", meetings(league.history, match.home(), match.away()));
        body.put("ratings", new Sides<>(league.ratings(match.home()), league.ratings(match.away())));
        return body;
    }

    private static Event event(LeagueHistory.Fixture fixture) {
        return fixture == null ? null : new Event(fixture.date(), known(fixture.time()), known(fixture.round()),
                known(fixture.venue()));
    }

    private static Played played(Match match) {
        return match == null ? null : new Played(
                match.date(), known(match.round()), match.homeGoals(), match.awayGoals());
    }

    private static SeasonState state(ServedModel.Loaded loaded, Asked.Checked match) {
        Season season = loaded.league().season;
        String leader = season.played().isEmpty() ? null : loaded.league().table().getFirst();
        return new SeasonState(season.year(), season.over(),
                season.played().isEmpty() ? null : season.played().getLast().date(), leader,
                leader == null ? null : Clubs.of(leader).display(), loaded.plays(match.home()),
                loaded.plays(match.away()));
    }

    private static String known(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Integer known(int round) {
        return round == 0 ? null : round;
    }

    /** {@code GET /round}: the next announced round, or all pairs left when none is announced or all are wanted. */
    public static Map<String, Object> round(ServedModel.Loaded loaded, boolean all) {
        Season season = loaded.league().season;
        boolean announced = !season.next().isEmpty();
        List<LeagueHistory.Fixture> next = all || !announced ? season.left() : season.next();
        return round(loaded, announced ? "fixtures" : "pairs_left",
                next.stream().map(fixture -> fixture(loaded.predictor(), fixture)).toList());
    }

    /**
     * {@code GET /round?last=true}: the round played last, each match with the forecast written down before it; where
     * none was, with that of the model as it was five rounds ago, which had not seen it either.
     */
    public static Map<String, Object> lastRound(ServedModel.Loaded loaded, ForecastLog log) {
        Map<List<Object>, ForecastLog.Entry> recorded = new HashMap<>();
        for (ForecastLog.Entry entry : log.matches()) {
            recorded.put(List.of(entry.date(), entry.home(), entry.away()), entry);
        }
        return round(loaded, "results", loaded.league().season.last().stream().map(match -> {
            ForecastLog.Entry entry = recorded.get(List.of(match.date(), match.home(), match.away()));
            Probabilities chances = entry != null ? new Probabilities(entry.pHome(), entry.pDraw(), entry.pAway())
                    : Probabilities.of(loaded.league().before.forecast(
                            match.home(), match.away(), match.date(), "", ""));
            return new Result(match.date(), known(match.round()), match.home(), match.away(),
                    Clubs.of(match.home()).display(),
                    Clubs.of(match.away()).display(), match.homeGoals(), match.awayGoals(), chances, entry != null);
        }).toList());
    }

    private static Map<String, Object> round(ServedModel.Loaded loaded, String kind, List<?> matches) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("season", loaded.league().season.year());
        body.put("simulated", loaded.predictor().simulated());
        body.put("model_version", loaded.version());
        body.put("data_until", loaded.predictor().dataUntil());
        body.put("kind", kind);
        body.put("matches", matches);
        return body;
    }

    static Fixture fixture(Predictor predictor, LeagueHistory.Fixture fixture) {
        Forecast forecast = predictor.forecast(fixture.home(), fixture.away(),
                SeasonForecast.dayOf(fixture, predictor), "", "");
        return new Fixture(fixture.date(), known(fixture.time()), known(fixture.round()), known(fixture.venue()),
                fixture.home(), fixture.away(),
                Clubs.of(fixture.home()).display(), Clubs.of(fixture.away()).display(), Probabilities.of(forecast),
                ExpectedGoals.of(forecast));
    }

    /** A club's last five matches, oldest first; none of a club that has yet to play its first. */
    static List<Recent> form(Predictor predictor, String club) {
        Features.ClubState known = predictor.clubs().get(club);
        return known == null ? List.of() : known.lastMatches().stream().map(match -> recent(
                match.date(), match.opponent(), match.atHome(), match.goalsFor(), match.goalsAgainst())).toList();
    }

    static Recent recent(LocalDate date, String opponent, boolean atHome, int goalsFor, int goalsAgainst) {
        return new Recent(date, opponent, Clubs.of(opponent).display(), atHome, goalsFor, goalsAgainst,
                goalsFor > goalsAgainst ? "W" : goalsFor == goalsAgainst ? "D" : "L");
    }

    /** Home goals by row and away goals by column, 0 to 6; the last row and column stand for that many or more. */
    private static double[][] shown(double[][] scores) {
        double[][] shown = new double[SHOWN_GOALS + 1][SHOWN_GOALS + 1];
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                shown[Math.min(i, SHOWN_GOALS)][Math.min(j, SHOWN_GOALS)] += scores[i][j];
            }
        }
        return shown;
    }

    private static List<Score> likeliest(double[][] scores) {
        List<Score> all = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) all.add(new Score(i, j, scores[i][j]));
        }
        return all.stream().sorted(Comparator.comparingDouble(Score::probability).reversed()).limit(LIKELIEST_SCORES)
                .toList();
    }

    /** The last matches of two clubs against each other, newest first, on either ground. */
    private static List<Match> meetings(LeagueHistory history, String one, String other) {
        return history.matches().reversed().stream()
                .filter(match -> match.home().equals(one) && match.away().equals(other)
                || match.home().equals(other) && match.away().equals(one)).limit(MEETINGS).toList();
    }
}
