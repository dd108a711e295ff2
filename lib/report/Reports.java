package lib.report;

import java.util.function.Function;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.words.Language;

/** The reports in the lake: each in both languages, linked to one another, with the chart library beside them. */
public final class Reports {

    private Reports() {}

    /**
     * Writes a report.
     *
     * @param name   such as {@code model}, see {@link Keys#report}
     * @param report makes it in a language
     * @return where it lies, for people
     */
    public static String store(Lake lake, String name, Function<Language, ChartPage> report) {
        ChartPage english = report.apply(new Language("en"));
        ChartPage portuguese = report.apply(new Language("pt"));
        lake.put(Keys.REPORTS + ChartPage.PLOTLY, ChartPage.plotly());
        lake.put(Keys.report(name, "en"), english.bytes(portuguese, file(name, "pt")));
        lake.put(Keys.report(name, "pt"), portuguese.bytes(english, file(name, "en")));
        return lake.describe() + "/" + Keys.report(name, "en") + ", em português " + file(name, "pt");
    }

    private static String file(String name, String language) {
        return Keys.report(name, language).substring(Keys.REPORTS.length());
    }
}
