package lib.raw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The uploads of a merge, in the order of their arrival, and what is to be said of their rows. */
final class Ledger implements AutoCloseable {

    private static final Comparator<Remark> BY_PLACE =
            Comparator.comparing(Remark::file).thenComparingLong(Remark::line);

    private final List<Upload> uploads = new ArrayList<>();
    private final ExternalSort<Remark> quarantined = new ExternalSort<>(BY_PLACE, Remark::write, Remark::read);
    private final ExternalSort<Remark> notes = new ExternalSort<>(BY_PLACE, Remark::write, Remark::read);

    void begin(String file, boolean dated) {
        uploads.add(new Upload(file, dated));
    }

    /** The upload that is being read. */
    Upload current() {
        return uploads.getLast();
    }

    int count() {
        return uploads.size();
    }

    Upload of(Told row) {
        return uploads.get(row.upload());
    }

    /** Sets a row of an upload aside. */
    void quarantine(Upload upload, long line, Reason reason, List<String> arguments, String text) {
        upload.quarantine(reason);
        quarantined.add(new Remark(upload.file, line, reason, arguments, text));
    }

    void quarantine(Told row, Reason reason, String... arguments) {
        quarantine(of(row), row.line(), reason, List.of(arguments), row.text());
    }

    void note(Upload upload, long line, Reason reason, List<String> arguments) {
        notes.add(new Remark(upload.file, line, reason, arguments, ""));
    }

    void note(Told row, Reason reason, String... arguments) {
        note(of(row), row.line(), reason, List.of(arguments));
    }

    /** Leaves simulated uploads out if there is a real one. Says whether it did. */
    boolean setSimulatedAside() {
        if (uploads.stream().noneMatch(upload -> upload.kept && !upload.simulated)) return false;
        uploads.forEach(upload -> upload.aside = upload.simulated);
        return uploads.stream().anyMatch(upload -> upload.aside);
    }

    /** The uploads that count. */
    List<Upload> uploads() {
        return uploads.stream().filter(upload -> !upload.aside).toList();
    }

    /** Results of finished seasons that the uploads before this one had told. */
    long knownBefore(Upload upload) {
        return uploads.subList(0, uploads.indexOf(upload)).stream().mapToLong(earlier -> earlier.firstToKnow).sum();
    }

    void forEachQuarantined(Consumer<Remark> action) {
        forEach(quarantined, action);
    }

    void forEachNote(Consumer<Remark> action) {
        forEach(notes, action);
    }

    private void forEach(ExternalSort<Remark> remarks, Consumer<Remark> action) {
        Set<String> aside = uploads.stream().filter(upload -> upload.aside).map(upload -> upload.file)
                .collect(Collectors.toSet());
        remarks.forEach(remark -> {
            if (!aside.contains(remark.file())) action.accept(remark);
        });
    }

    @Override
    public void close() {
        quarantined.close();
        notes.close();
    }
}
