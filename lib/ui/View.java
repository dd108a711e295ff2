package lib.ui;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import lib.ui.ApiAnswers.Teams;

/**
 * A page before it is written: its template, what the template needs, and how the API did.
 *
 * @param template the name of the template, which is also the name of the page in the navigation
 * @param values   what the template prints
 * @param clubs    the clubs, which every page asks for: they say whether the data are simulated and how recent they are
 * @param panels   everything else that was asked
 */
public record View(String template, Map<String, Object> values, Panel<Teams> clubs, List<Panel<?>> panels) {

    /** Data older than so many days miss a round. */
    private static final int FRESH = 14;

    /** @param named the panels by the name that the template has for them */
    public static View of(String template, Panel<Teams> clubs, Map<String, Panel<?>> named) {
        Map<String, Object> values = new HashMap<>(named);
        values.put("clubs", clubs);
        return new View(template, values, clubs, Stream.concat(Stream.of(clubs), named.values().stream()).toList());
    }

    public View with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** The first panel that asking again may fill, or null: what the API refuses, it will refuse again. */
    public Panel<?> waiting() {
        return panels.stream().filter(panel -> panel.trouble() != null && panel.trouble() != ApiClient.Trouble.REFUSED)
                .findFirst().orElse(null);
    }

    /**
     * The last day of the data when newer results must exist by now, or null. A simulated league has a calendar of its
     * own.
     */
    public LocalDate stale(LocalDate today) {
        boolean old = clubs.value() != null && !clubs.value().simulated() && clubs.value().dataUntil().plusDays(FRESH)
                .isBefore(today);
        return old ? clubs.value().dataUntil() : null;
    }

    /** Whether anything on the page comes from matches that never took place. */
    public boolean simulated() {
        return panels.stream().map(Panel::value).filter(Objects::nonNull)
                .anyMatch(value -> value instanceof ApiAnswers.MaybeSimulated told
                        && Boolean.TRUE.equals(told.simulated()));
    }
}
