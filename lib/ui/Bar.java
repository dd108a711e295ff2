package lib.ui;

import java.util.List;
import lib.base.Shares;

/** Three probabilities as a bar: percentages adding up to 100, and the same in tenths. */
public record Bar(List<String> percents, int[] tenths) {

    static Bar of(ApiAnswers.Probabilities p, Words words) {
        return new Bar(words.percents(p.home(), p.draw(), p.away()), Shares.of(1000, p.home(), p.draw(), p.away()));
    }
}
