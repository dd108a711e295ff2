package lib.api;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import lib.football.Clubs;
import lib.football.LeagueHistory;
import lib.football.Season;
import lib.model.Forecast;
import lib.model.Predictor;
import lib.model.SeasonForecast;

/**
 * A match that a client asks for, as it wrote it: in a query string or in a body. Null stands for what it left out.
 *
 * @param prefix where in a batch it stands, for the names of fields in errors
 */
record Asked(String prefix, String home, String away, String date, String homeFormation, String awayFormation) {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_TO_GUESS = 40;
    private static final int OUTFIELD_PLAYERS = 10;

    /** A match checked against a model: the day is the one it is forecast for. */
    record Checked(String home, String away, LocalDate date, String homeFormation, String awayFormation) {
        Forecast forecast(Predictor predictor) {
            return predictor.forecast(home, away, date, homeFormation, awayFormation);
        }
    }

    /** A match that a query string asks for. */
    static Asked of(String home, String away, String date) {
        return new Asked("", home, away, date, null, null);
    }

    /** The match meant; a problem that names the field when there is none such. */
    Checked check(ServedModel.Loaded loaded) {
        String homeName = club(loaded, home, prefix + "home");
        String awayName = club(loaded, away, prefix + "away");
        if (homeName.equals(awayName)) throw Problem.invalid(prefix + "away", "a club cannot play itself");
        return new Checked(homeName, awayName, day(loaded, homeName, awayName),
                formation(homeFormation, "home_formation"),
                formation(awayFormation, "away_formation"));
    }

    /** The canonical name of a club that the model can be asked about, whatever name or nickname it is given. */
    static String club(ServedModel.Loaded loaded, String given, String field) {
        if (given == null || given.isBlank() || given.length() > LONGEST_NAME) {
            throw Problem.invalid(field, "the name of a club is needed; GET /teams lists them");
        }
        String name = Clubs.of(given.strip()).name();
        if (loaded.knows(name)) return name;
        Optional<String> nicknamed = Clubs.search(given.strip()).map(Clubs.Club::name).filter(loaded::knows);
        if (nicknamed.isPresent()) return nicknamed.get();
        // Of a long name nobody needs the nearest, and looking for it takes its length in time.
        List<String> nearest = name.length() > LONGEST_TO_GUESS ? List.of() : Clubs.nearest(name, loaded.clubs(), 3);
        throw new Problem(404, "Unknown club", field + ": no club is named \"" + Reply.shortened(given) + "\"; "
                + (nearest.isEmpty() ? "GET /teams lists them" : "the nearest names are " + String.join(", ", nearest)))
                .with("field", field).with("nearest", nearest);
    }

    /**
     * The day of the match: the model may not have seen it. Without one it is the day of the announced fixture, so that
     * every answer about a fixture is the same; a pair without a fixture is forecast for the day after the last match.
     */
    private LocalDate day(ServedModel.Loaded loaded, String homeName, String awayName) {
        Predictor predictor = loaded.predictor();
        LocalDate until = predictor.dataUntil();
        if (date == null) {
            Season season = loaded.season();
            LeagueHistory.Fixture fixture = season == null ? null : season.fixture(homeName, awayName);
            return fixture == null ? until.plusDays(1) : SeasonForecast.dayOf(fixture, predictor);
        }
        try {
            LocalDate day = LocalDate.parse(date);
            if (!day.isAfter(until)) {
                throw Problem.invalid(prefix + "date",
                        "the model has learned the matches up to " + until + "; it can only forecast later days");
            }
            if (day.isAfter(until.plusYears(5))) {
                throw Problem.invalid(prefix + "date", "more than five years after the model's last match");
            }
            return day;
        } catch (DateTimeParseException e) {
            throw Problem.invalid(prefix + "date", "not a date as yyyy-MM-dd");
        }
    }

    private String formation(String text, String field) {
        if (text == null) return "";
        boolean tenPlayers = text.matches("\\d(-\\d){2,4}")
                && text.chars().filter(Character::isDigit).map(Character::getNumericValue).sum() == OUTFIELD_PLAYERS;
        if (!tenPlayers) throw Problem.invalid(prefix + field, "not a formation of ten players such as 4-3-3");
        return text;
    }
}
