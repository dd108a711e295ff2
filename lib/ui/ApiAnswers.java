package lib.ui;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import lib.football.Zones;

/**
 * What the API tells, one record an answer. A record that would make no sense cannot be built: reading the JSON fails
 * then, and the page shows that it could not be read instead of a wrong number. What the API may leave out is null.
 */
public final class ApiAnswers {

    private ApiAnswers() {}

    /** An answer that says whether it was learned from matches that never took place. */
    public interface MaybeSimulated {
        Boolean simulated();
    }

    /** The clubs that the model knows. */
    public record Teams(int season, boolean over, Boolean simulated, LocalDate dataUntil, List<Team> teams)
            implements MaybeSimulated {
        public Teams {
            require(simulated != null && dataUntil != null && teams != null && !teams.isEmpty(), "no clubs");
        }
    }

    /** One club; {@code form} holds its last matches, oldest first. */
    public record Team(String name, String displayName, String state, boolean current, Integer lastSeason,
            List<Recent> form) {
        public Team {
            require(named(name) && named(displayName) && form != null, "a club is incomplete");
            state = state == null ? "" : state;
        }

        /** Points from the matches of {@link #form}. */
        public int points() {
            return form.stream().mapToInt(match -> match.result.equals("W") ? 3 : match.result.equals("D") ? 1 : 0)
                    .sum();
        }
    }

    /** One match as a club saw it; the result is W, D or L. */
    public record Recent(LocalDate date, String opponent, String opponentDisplayName, boolean atHome, int goalsFor,
            int goalsAgainst, String result) {
        public Recent {
            require(date != null && named(opponent) && named(opponentDisplayName) && result != null
                    && result.matches("[WDL]"), "a match is incomplete");
        }
    }

    /** The chances of the three results. */
    public record Probabilities(double home, double draw, double away) {
        public Probabilities {
            require(home >= 0 && draw >= 0 && away >= 0 && Math.abs(home + draw + away - 1) < 1e-3, "no probabilities");
        }
    }

    public record Goals(double home, double away) {}

    /** One score and its probability. */
    public record Score(int home, int away, double probability) {}

    /** One part of the explanation, in log odds of a home win against an away win. */
    public record Contribution(String name, double logOdds) {
        public Contribution {
            require(named(name), "a contribution has no name");
        }
    }

    /** Why the forecast is what it is; the contributions add up to the log odds. */
    public record Explanation(double logOddsHomeAway, List<Contribution> contributions) {
        public Explanation {
            contributions = contributions == null ? List.of() : contributions;
        }
    }

    public record Form(List<Recent> home, List<Recent> away) {
        public Form {
            require(home != null && away != null, "no form");
        }
    }

    /** A match that two clubs have played against each other. */
    public record Meeting(LocalDate date, int season, String home, String away, int homeGoals, int awayGoals) {
        public Meeting {
            require(date != null && named(home) && named(away), "a match is incomplete");
        }
    }

    /** A club's strength after a match, in Elo points. */
    public record Rating(LocalDate date, double rating) {
        public Rating {
            require(date != null, "a rating without its day");
        }
    }

    public record Ratings(List<Rating> home, List<Rating> away) {}

    /** When and where an announced match is played; what is not known is null. */
    public record Event(LocalDate date, String time, Integer round, String venue) {
        public Event {
            require(time == null || time.matches("\\d\\d:\\d\\d"), "no time of day");
        }
    }

    /** That the same match has been played in this season already. */
    public record Played(LocalDate date, Integer round, int homeGoals, int awayGoals) {
        public Played {
            require(date != null, "a match is incomplete");
        }
    }

    /** How the season stands; the leader of one that is over is its champion. */
    public record SeasonState(int year, boolean over, LocalDate lastDay, String leader, String leaderDisplayName,
            boolean homePlays, boolean awayPlays) {}

    /** All about one match; {@code fixture} is null for a pair that is not to be played in the running season. */
    public record Match(String home, String away, LocalDate date, Event fixture, Played played, SeasonState season,
            Probabilities probabilities, Goals expectedGoals, String modelVersion,
                        LocalDate dataUntil, Boolean simulated, double[][] scoreMatrix, List<Score> likeliestScores,
                        Explanation explanation, Map<String, String> sentence, Form form, List<Meeting> headToHead,
                        Ratings ratings) implements MaybeSimulated {
        public Match {
            require(named(home) && named(away) && probabilities != null, "no probabilities");
            require(named(modelVersion) && dataUntil != null && simulated != null, "the model is not named");
        }
    }

    /** One match still to be played; without a fixture list its date and round are null. */
    public record Fixture(LocalDate date, String time, Integer round, String venue, String home, String away,
            String homeDisplayName, String awayDisplayName, Probabilities probabilities, Goals expectedGoals) {
        public Fixture {
            require(named(home) && named(away) && named(homeDisplayName) && named(awayDisplayName)
                    && probabilities != null, "a fixture is incomplete");
        }
    }

    /** A match of the last round with the forecast made before it. */
    public record Result(LocalDate date, Integer round, String home, String away, String homeDisplayName,
            String awayDisplayName, int homeGoals, int awayGoals, Probabilities probabilities, boolean recorded) {
        public Result {
            require(date != null && named(home) && named(away) && probabilities != null, "a result is incomplete");
        }

        /** Whether the likeliest of the three results came in. */
        public boolean right() {
            double happened = chance();
            return happened >= probabilities.home() && happened >= probabilities.draw()
                    && happened >= probabilities.away();
        }

        /** The chance that the forecast gave to what happened. */
        public double chance() {
            return homeGoals > awayGoals ? probabilities.home() : homeGoals == awayGoals ? probabilities.draw()
                    : probabilities.away();
        }
    }

    /** The round played last. */
    public record LastRound(int season, Boolean simulated, List<Result> matches) implements MaybeSimulated {
        public LastRound {
            require(simulated != null && matches != null, "no results");
        }
    }

    /** The matches still to be played; {@code kind} is fixtures or pairs_left. */
    public record Round(int season, Boolean simulated, String kind, String modelVersion, LocalDate dataUntil,
            List<Fixture> matches) implements MaybeSimulated {
        public Round {
            require(simulated != null && matches != null, "no fixtures");
        }
    }

    /** One club's season so far and what the simulations make of the rest; chances from 0 to 1. */
    public record Standing(int position, String name, String displayName, int played, int won, int drawn, int lost,
            int goalsFor, int goalsAgainst, int points, Double expectedPoints, Double title, Double groupStage,
            Double libertadores, Double sulAmericana, Double relegation, Odds before, double[] positions) {

        /** A change of so many points of a percent is worth an arrow. */
        private static final double WORTH_AN_ARROW = 0.5;

        public Standing {
            require(named(name) && named(displayName), "a club is incomplete");
            for (Double chance : new Double[] {title, groupStage, libertadores, sulAmericana, relegation}) {
                require(chance == null || chance >= 0 && chance <= 1 + 1e-9, "a chance is none");
            }
        }

        /** Its chances; null before anything was simulated. */
        public Odds odds() {
            return title == null ? null : new Odds(title, groupStage, libertadores, sulAmericana, relegation);
        }

        /** The chance of a zone by its name, see {@link Odds#of}. */
        public Double chance(String zone) {
            return odds() == null ? null : odds().of(zone);
        }

        /** By how many points of a percent a chance has changed, or null if that is not worth an arrow. */
        public Double change(String zone) {
            if (before == null || odds() == null) return null;
            double change = 100 * (odds().of(zone) - before.of(zone));
            return Math.abs(change) < WORTH_AN_ARROW ? null : change;
        }
    }

    /** Chances of a club, from 0 to 1. */
    public record Odds(double title, double groupStage, double libertadores, double sulAmericana, double relegation) {

        /**
         * The chance of a zone by its name in the words: title, groupstage, libertadores, sulamericana or relegation.
         */
        public double of(String zone) {
            return switch (zone) {
                case "title" -> title;
                case "groupstage" -> groupStage;
                case "libertadores" -> libertadores;
                case "sulamericana" -> sulAmericana;
                case "relegation" -> relegation;
                default -> throw new IllegalArgumentException(zone);
            };
        }
    }

    /** What a match does to its clubs: after a home win, a draw and an away win; null where it never came to that. */
    public record Effect(List<Odds> home, List<Odds> away) {
        public Effect {
            require(home != null && home.size() == 3 && away != null && away.size() == 3, "an effect is incomplete");
        }
    }

    /** A match of the next round and what it does. */
    public record Stake(String home, String away, Effect effect) {
        public Stake {
            require(named(home) && named(away) && effect != null, "a stake is incomplete");
        }
    }

    /** Points with which nine of ten simulated seasons end above each line. */
    public record Needed(int title, int groupStage, int libertadores, int sulAmericana, int safe) {}

    /** Points that the sports court took from a club or gave to one. */
    public record Ruling(String name, String displayName, int points) {}

    /**
     * The table of the running season with its simulated end; {@code zones} say what its places are worth. An older API
     * tells of no rulings.
     */
    public record Season(int season, boolean over, Boolean simulated, List<Standing> standings, Zones zones,
            Needed needed, List<Stake> stakes, Integer simulations, Long seed, List<Ruling> rulings)
            implements MaybeSimulated {
        public Season {
            rulings = rulings == null ? List.of() : rulings;
            stakes = stakes == null ? List.of() : stakes;
            require(simulated != null && standings != null && zones != null, "no standings");
        }

        /** The two clubs whose chance of a zone has changed most; see {@link Standing#change}. */
        public List<Standing> moved(String zone) {
            return standings.stream().filter(line -> line.change(zone) != null)
                    .sorted(Comparator.comparingDouble(line -> -Math.abs(line.change(zone)))).limit(2).toList();
        }

        /** The zone of a place in the table: group, preliminary, sulamericana, relegation or none. */
        public String zone(int position) {
            if (position > standings.size() - zones.relegated()) return "relegation";
            if (position <= zones.groupStage()) return "group";
            if (position <= zones.libertadores()) return "preliminary";
            return position <= zones.sulAmericana() ? "sulamericana" : "none";
        }
    }

    /** All about one club; {@code remaining} are its matches of the season still to come. */
    public record ClubPage(String name, String displayName, boolean current, Integer position, int season,
            Boolean simulated, List<Recent> results, List<Fixture> remaining, List<Rating> ratings)
            implements MaybeSimulated {
        public ClubPage {
            require(named(name) && named(displayName), "a club is incomplete");
            require(simulated != null && results != null && remaining != null && ratings != null,
                    "a club's season is missing");
        }
    }

    static boolean named(String name) {
        return name != null && !name.isBlank();
    }

    static void require(boolean sensible, String otherwise) {
        if (!sensible) throw new IllegalArgumentException(otherwise);
    }
}
