package lib.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Collator;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lib.ui.ApiAnswers.Fixture;
import lib.ui.ApiAnswers.LastRound;
import lib.ui.ApiAnswers.Match;
import lib.ui.ApiAnswers.Round;
import lib.ui.ApiAnswers.Season;
import lib.ui.ApiAnswers.Teams;

/** The pages about a whole round: its matches as a table, and as an article. */
public final class RoundPages {

    private final ApiClient api;
    private final FootballPages site;

    public RoundPages(ApiClient api, FootballPages site) {
        this.api = api;
        this.site = site;
    }

    // ---------------------------------------------------------------- the round

    /** How the fixtures can be sorted, by the word in the address. */
    private static final Map<String, Comparator<Fixture>> ORDERS = Map.of(
            "date", Comparator.comparing(Fixture::date, Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(Fixture::time, Comparator.nullsLast(Comparator.naturalOrder())),
            "home", Comparator.comparingDouble(fixture -> -fixture.probabilities().home()),
            "draw", Comparator.comparingDouble(fixture -> -fixture.probabilities().draw()),
            "away", Comparator.comparingDouble(fixture -> -fixture.probabilities().away()),
            "goals", Comparator.comparingDouble(
                    fixture -> fixture.expectedGoals() == null ? 0 : -fixture.expectedGoals()
                    .home() - fixture.expectedGoals().away()),
            "club", Comparator.comparing(Fixture::homeDisplayName,
                    Collator.getInstance(Locale.forLanguageTag("pt-BR"))));

    /** The matches still to be played: the next round, or all of them. */
    public View round(String order, boolean all, Words words) {
        CompletableFuture<Panel<Teams>> clubs = site.clubsSoon();
        CompletableFuture<Panel<LastRound>> last = Panel.soon(() -> api.get("/round?last=true", LastRound.class));
        Panel<Round> round = Panel.of(() -> api.get(all ? "/round?all=true" : "/round", Round.class));
        String by = order != null && ORDERS.containsKey(order) ? order : "date";
        View view = View.of("round", clubs.join(), Map.of("round", round, "last", last.join())).with("by", by)
                .with("all", all);
        if (round.value() == null) return view;
        List<Fixture> shown = round.value().matches().stream().sorted(ORDERS.get(by)).toList();
        if ("fixtures".equals(round.value().kind())) view.with("picture", Templates.link(words, "/preview.png"));
        return view.with("fixtures", shown).with("file", fileName(round.value(), shown, clubs.join().value()));
    }

    private static String fileName(Round round, List<Fixture> shown, Teams teams) {
        List<Integer> rounds = shown.stream().map(Fixture::round).distinct().toList();
        return Csv.fileName(round.season(), rounds.size() == 1 ? rounds.getFirst() : null, teams);
    }

    // ---------------------------------------------------------------- the round as an article

    /** The next round in the order of kick-off, with what is at stake and what the last round has changed. */
    public View roundup(String version, Words words) {
        CompletableFuture<Panel<Teams>> clubs = site.clubsSoon();
        CompletableFuture<Panel<Season>> season =
                Panel.soon(() -> api.get("/season" + FootballPages.quoting('?', version), Season.class));
        CompletableFuture<Panel<LastRound>> last =
                Panel.soon(() -> api.get("/round?last=true" + FootballPages.quoting('&', version), LastRound.class));
        Panel<Round> round = Panel.of(() -> api.get("/round" + FootballPages.quoting('?', version), Round.class));
        boolean announced = round.value() != null && "fixtures".equals(round.value().kind());
        List<CompletableFuture<Panel<Match>>> asked = !announced ? List.of() : round.value().matches().stream()
                .sorted(ORDERS.get("date"))
                .map(fixture -> Panel.soon(() -> site.match(fixture.home(), fixture.away(), version))).toList();
        List<Panel<Match>> matches = asked.stream().map(CompletableFuture::join).toList();
        Map<String, Panel<?>> panels = new LinkedHashMap<>(Map.of(
                "round", round, "season", season.join(), "last", last.join()));
        matches.stream().filter(panel -> panel.value() == null).findFirst()
                .ifPresent(panel -> panels.put("match", panel));
        View view = View.of("roundup", clubs.join(), panels).with("roundup", null).with("frozen", version);
        if (season.join().value() == null || panels.containsKey("match") || matches.isEmpty()) return view;
        List<Match> told = matches.stream().map(Panel::value).toList();
        return view.with("matches", told).with("picture", Templates.link(words, "/preview.png", "model", version))
                .with("file", fileName(round.value(), round.value().matches(), clubs.join().value()))
                .with("fixtures", round.value().matches().stream().sorted(ORDERS.get("date")).toList())
                .with("roundup", Roundup.of(season.join().value(), told, last.join().value(), version, words));
    }

    /** The picture of the whole round. */
    public byte[] card(View view, Roundup roundup, Words words, Card.Shape shape) {
        return Card.of(roundup, ((Panel<?>) view.values().get("round")).value() instanceof Round round ? round : null,
                words, shape);
    }

    /** The round as a package: the article in every format, the table, and the cards. */
    public byte[] parcel(View view, Roundup roundup, Words words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 << 20);
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Roundup.Format format : Roundup.Format.values()) {
                put(zip, "article." + format.ending, roundup.text(format, true, block -> true, words).getBytes(UTF_8));
            }
            put(zip, "round.csv", Csv.of(view, words));
            for (Card.Shape shape : Card.Shape.values()) {
                put(zip, "cards/round" + shape.suffix + ".png", card(view, roundup, words, shape));
                for (Object one : (List<?>) view.values().get("matches")) {
                    Match match = (Match) one;
                    put(zip, "cards/" + match.home() + "-" + match.away() + shape.suffix + ".png",
                            Card.of(match, Story.of(match, words), words, shape));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
