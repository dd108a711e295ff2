package lib.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import lib.base.Json;
import lib.model.Example;
import lib.model.Forecast;
import lib.model.Forecaster;

/** A forecaster of which is kept what it had learned before a day: so one walk through history gives both models. */
public final class Remembering implements Forecaster {

    private final Forecaster forecaster;
    private final LocalDate day;
    private JsonNode before;
    private int learned;

    public Remembering(Forecaster forecaster, LocalDate day) {
        this.forecaster = forecaster;
        this.day = day;
    }

    @Override
    public String kind() {
        return forecaster.kind();
    }

    @Override
    public List<Forecaster> parts() {
        return forecaster.parts();
    }

    @Override
    public void learn(List<Example> today) {
        if (before == null && !today.getFirst().match().date().isBefore(day)) before = now();
        forecaster.learn(today);
        learned += today.size();
    }

    @Override
    public Forecast forecast(Example example) {
        return forecaster.forecast(example);
    }

    @Override
    public double stakes(Example example) {
        return forecaster.stakes(example);
    }

    @Override
    public Object state() {
        return forecaster.state();
    }

    /** What is saved of it now. */
    public JsonNode now() {
        return Json.MAPPER.valueToTree(forecaster.state());
    }

    /** What was saved of it before the day. */
    public JsonNode before() {
        return before;
    }

    /** How many examples it has learned from. */
    public int learned() {
        return learned;
    }
}
