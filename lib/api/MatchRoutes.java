package lib.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.football.Clubs;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.football.Season;
import lib.model.Features;
import lib.model.Forecast;
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
            return forecast.expectedHomeGoals() == null ? null : new ExpectedGoals(forecast.expectedHomeGoals(), forecast.expectedAwayGoals());
        }
    }

    /** A match to come; day and round are null when they are not announced. */
    public record Fixture(LocalDate date, Integer round, String home, String away, String homeDisplayName, String awayDisplayName,
                          Probabilities probabilities, ExpectedGoals expectedGoals) {}

    /** A club's match as seen from its side. */
    public record Recent(LocalDate date, String opponent, String opponentDisplayName, boolean atHome, int goalsFor, int goalsAgainst, String result) {}

    private record Score(int home, int away, double probability) {}

    private record Sides<T>(T home, T away) {}

    private MatchRoutes() {}

    /** {@code POST /predict}: the answer of the public contract, and more. */
    public static Map<String, Object> predict(ServedModel.Loaded loaded, PredictRequest request) {
        PredictRequest.Answer answer = request.answer(loaded.predictor());
        Forecast forecast = answer.forecast();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("prediction_numeric", forecast.likeliest().ordinal());
        body.put("prediction_text", OUTCOMES.get(forecast.likeliest().ordinal()));
        body.put("probabilities", Probabilities.of(forecast));
        body.put("expected_goals", ExpectedGoals.of(forecast));
        if (answer.home() != null) {
            body.put("home", answer.home());
            body.put("away", answer.away());
            body.put("date", answer.date());
        }
        body.put("model_version", loaded.version());
        body.put("model_kind", answer.home() == null ? "logistic" : loaded.predictor().kind());
        body.put("data_until", loaded.predictor().dataUntil());
        body.put("simulated", loaded.predictor().simulated());
        return body;
    }

    /** {@code GET /match}: everything about one match. */
    public static Map<String, Object> match(ServedModel.Loaded loaded, String home, String away, String date) {
        PredictRequest request = PredictRequest.of(home, away, date);
        Map<String, Object> body = predict(loaded, request);
        PredictRequest.Answer answer = request.answer(loaded.predictor());
        Predictor predictor = loaded.predictor();
        League league = loaded.league();
        body.put("home_display_name", Clubs.of(answer.home()).display());
        body.put("away_display_name", Clubs.of(answer.away()).display());
        double[][] scores = answer.forecast().expectedHomeGoals() == null ? null : ScoreMatrix.of(answer.forecast(), 0, 0);
        body.put("score_matrix", scores == null ? null : shown(scores));
        body.put("likeliest_scores", scores == null ? List.of() : likeliest(scores));
        Explanation explanation = Explanation.of(predictor, league.before, answer.home(), answer.away(), answer.date());
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("log_odds_home_away", explanation.logOdds());
        parts.put("contributions", explanation.contributions());
        body.put("explanation", parts);
        body.put("sentence", explanation.sentence());
        body.put("form", new Sides<>(form(predictor, answer.home()), form(predictor, answer.away())));
        body.put("head_to_head", meetings(league.history, answer.home(), answer.away()));
        body.put("ratings", new Sides<>(league.ratings(answer.home()), league.ratings(answer.away())));
        return body;
    }

    /** {@code GET /round}: the next announced round, or all pairs left when none is announced or all are wanted. */
    public static Map<String, Object> round(ServedModel.Loaded loaded, boolean all) {
        Season season = loaded.league().season;
        boolean announced = !season.next().isEmpty();
        List<LeagueHistory.Fixture> next = all || !announced ? season.left() : season.next();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("season", season.year());
        body.put("simulated", loaded.predictor().simulated());
        body.put("model_version", loaded.version());
        body.put("data_until", loaded.predictor().dataUntil());
        body.put("kind", announced ? "fixtures" : "pairs_left");
        body.put("matches", next.stream().map(fixture -> fixture(loaded.predictor(), fixture)).toList());
        return body;
    }

    static Fixture fixture(Predictor predictor, LeagueHistory.Fixture fixture) {
        Forecast forecast = predictor.forecast(fixture.home(), fixture.away(), SeasonForecast.dayOf(fixture, predictor), "", "");
        return new Fixture(fixture.date(), fixture.round() == 0 ? null : fixture.round(), fixture.home(), fixture.away(), Clubs.of(fixture.home()).display(),
                Clubs.of(fixture.away()).display(), Probabilities.of(forecast), ExpectedGoals.of(forecast));
    }

    /** A club's last five matches, oldest first. */
    static List<Recent> form(Predictor predictor, String club) {
        return predictor.clubs().get(club).lastMatches().stream().map(MatchRoutes::recent).toList();
    }

    private static Recent recent(Features.Recent match) {
        return recent(match.date(), match.opponent(), match.atHome(), match.goalsFor(), match.goalsAgainst());
    }

    static Recent recent(LocalDate date, String opponent, boolean atHome, int goalsFor, int goalsAgainst) {
        return new Recent(date, opponent, Clubs.of(opponent).display(), atHome, goalsFor, goalsAgainst,
                goalsFor > goalsAgainst ? "W" : goalsFor == goalsAgainst ? "D" : "L");
    }

    /** Home goals by row and away goals by column, 0 to 6; the last row and column stand for that many or more. */
    private static double[][] shown(double[][] scores) {
        double[][] shown = new double[SHOWN_GOALS + 1][SHOWN_GOALS + 1];
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) shown[Math.min(i, SHOWN_GOALS)][Math.min(j, SHOWN_GOALS)] += scores[i][j];
        }
        return shown;
    }

    private static List<Score> likeliest(double[][] scores) {
        List<Score> all = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) all.add(new Score(i, j, scores[i][j]));
        }
        return all.stream().sorted(Comparator.comparingDouble(Score::probability).reversed()).limit(LIKELIEST_SCORES).toList();
    }

    /** The last matches of two clubs against each other, newest first, on either ground. */
    private static List<Match> meetings(LeagueHistory history, String one, String other) {
        return history.matches().reversed().stream().filter(match -> match.home().equals(one) && match.away().equals(other)
                || match.home().equals(other) && match.away().equals(one)).limit(MEETINGS).toList();
    }
}
