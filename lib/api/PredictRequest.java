package lib.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.base.Json;
import lib.football.Clubs;
import lib.model.Features;
import lib.model.Forecast;
import lib.model.Predictor;

/**
 * What a client asks for: a match of two clubs by name, or the 16 numbers of the public contract. Everything is
 * checked before the model sees it, and each error names the field.
 */
public final class PredictRequest {

    private static final Set<String> BY_NAME = Set.of("home", "away", "date", "home_formation", "away_formation");
    private static final Set<String> FIELDS = Stream.concat(BY_NAME.stream(), Features.NAMES.stream())
            .collect(Collectors.toUnmodifiableSet());
    private static final int MOST_GOALS = 15;
    private static final int OUTFIELD_PLAYERS = 10;
    private static final int LONGEST_FIELD = 40;

    /** NaN is no JSON, but Python writes it: it is read, so that the error can name the field. */
    private static final ObjectReader READER = JsonMapper.builder(Json.FACTORY.copy())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().readerFor(JsonNode.class);

    /** A forecast and the match it is for; null for the 16 numbers. */
    public record Answer(Forecast forecast, Asked.Checked match) {}

    private final JsonNode body;
    private final String prefix;

    private PredictRequest(JsonNode body, String prefix) {
        this.body = body;
        this.prefix = prefix;
    }

    /** The one request in a body. */
    public static PredictRequest of(byte[] body) {
        return new PredictRequest(parsed(body), "");
    }

    /** The requests of a batch, a JSON array of 1 to 500. */
    public static List<PredictRequest> batch(byte[] body) {
        JsonNode array = parsed(body);
        if (!array.isArray() || array.isEmpty() || array.size() > 500) {
            throw new Problem(400, "Not a batch", "send a JSON array of 1 to 500 requests");
        }
        return java.util.stream.IntStream.range(0, array.size())
                .mapToObj(i -> new PredictRequest(array.get(i), "[" + i + "].")).toList();
    }

    /** Checks the request and asks the model. */
    public Answer answer(ServedModel.Loaded loaded) {
        if (!body.isObject()) {
            throw new Problem(400, "Not an object", "send a JSON object with home and away, or with the 16 numbers");
        }
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!FIELDS.contains(field.getKey())) throw unknown(field.getKey());
        }
        boolean named = body.has("home") || body.has("away");
        boolean numbers = Features.NAMES.stream().anyMatch(body::has);
        if (named && numbers) {
            throw Problem.invalid(prefix + "home", "send either club names or the 16 numbers, not both");
        }
        return numbers ? byNumbers(loaded.predictor()) : byName(loaded);
    }

    /** With the nearest name there is; of a long one nobody needs it, and looking for it takes its length in time. */
    private Problem unknown(String field) {
        String nearest = field.length() > LONGEST_FIELD ? "" : "; did you mean " + Clubs.nearest(field, FIELDS, 1)
                .getFirst() + "?";
        return Problem.invalid(prefix + Reply.shortened(field), "there is no such field" + nearest);
    }

    private Answer byName(ServedModel.Loaded loaded) {
        Asked asked = new Asked(prefix, text("home"), text("away"), text("date"), text("home_formation"),
                text("away_formation"));
        Asked.Checked match = asked.check(loaded);
        return new Answer(match.forecast(loaded.predictor()), match);
    }

    /** The text of a field, null if it is left out; what is no text is told like a wrong one. */
    private String text(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) return null;
        return value.isTextual() ? value.textValue() : field.equals("home") || field.equals("away") ? ""
                : value.toString();
    }

    private Answer byNumbers(Predictor predictor) {
        double[] numbers = new double[Features.NAMES.size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = number(Features.NAMES.get(i));
        for (int side = 0; side < 2; side++) requireForm(numbers, 3 * side);
        if (numbers[6] != 0 && numbers[6] != 1) throw invalid(6, "must be 0 or 1");
        for (int side = 0; side < 2; side++) requireLines(numbers, 7 + 3 * side);
        for (int line = 0; line < 3; line++) {
            if (numbers[13 + line] != numbers[7 + line] - numbers[10 + line]) { // whole numbers all
                throw invalid(13 + line, "must be " + Features.NAMES.get(7 + line) + " minus "
                        + Features.NAMES.get(10 + line));
            }
        }
        return new Answer(predictor.forecast(numbers), null);
    }

    private double number(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) throw Problem.invalid(prefix + field, "is missing; all 16 numbers are needed");
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw Problem.invalid(prefix + field, "must be a finite number");
        }
        return value.doubleValue();
    }

    /** Goals for, goals against and points per match must be possible, alone and together. */
    private void requireForm(double[] numbers, int at) {
        for (int i = at; i < at + 2; i++) {
            if (numbers[i] < 0 || numbers[i] > MOST_GOALS) {
                throw invalid(i, "must be 0 to " + MOST_GOALS + " goals a match");
            }
        }
        double points = numbers[at + 2];
        if (points < 0 || points > 3) throw invalid(at + 2, "must be 0 to 3 points a match");
        if (points > 1 && numbers[at] == 0) {
            throw invalid(at + 2, "more than one point a match cannot be won without a goal");
        }
        if (points == 3 && numbers[at] <= numbers[at + 1]) {
            throw invalid(at + 2, "all matches won, but not more goals for than against");
        }
    }

    /** Defenders, midfielders and attackers are whole numbers and ten in all. */
    private void requireLines(double[] numbers, int at) {
        for (int i = at; i < at + 3; i++) {
            if (numbers[i] != Math.rint(numbers[i]) || numbers[i] < 0 || numbers[i] > OUTFIELD_PLAYERS) {
                throw invalid(i, "must be a whole number from 0 to 10");
            }
        }
        if (numbers[at] + numbers[at + 1] + numbers[at + 2] != OUTFIELD_PLAYERS) {
            throw invalid(at, "defence, midfield and attack must add up to ten players");
        }
    }

    private Problem invalid(int index, String detail) {
        return Problem.invalid(prefix + Features.NAMES.get(index), detail);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            JsonNode node = READER.readTree(body);
            if (node != null && !node.isMissingNode()) return node;
            throw new Problem(400, "Not JSON", "the body is empty");
        } catch (StreamConstraintsException e) {
            throw new Problem(400, "Not JSON", "the body is nested too deeply, or a name or number in it is too long");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new Problem(400, "Not JSON", "the body cannot be read as JSON" + (at == null ? "" : ": look at line "
                    + at.getLineNr() + ", column " + at.getColumnNr() + ", or for a name that stands there twice"));
        } catch (IOException e) {
            throw new Problem(400, "Not JSON", "the body is not text in UTF-8");
        }
    }
}
