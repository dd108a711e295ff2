package lib.lake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.lake.ModelRegistry.Move;

/** Every move of the pointer, {@link Keys#CHAMPIONS}: one JSON object a line, and lines are only ever added. */
final class MoveLog {

    private final Lake lake;

    MoveLog(Lake lake) {
        this.lake = lake;
    }

    /** The moves written down, oldest first. */
    List<Move> moves() {
        return lake.get(Keys.CHAMPIONS).map(stored -> read(stored.bytes())).orElse(List.of());
    }

    /** The moves written down, and this one at the end if it is not among them. */
    List<Move> with(Move move) {
        List<Move> moves = new ArrayList<>(moves());
        if (!isIn(moves, move)) moves.add(move);
        return moves;
    }

    /** Writes a move down unless it is there; whoever is overtaken reads again and adds to what is there now. */
    void add(Move move) {
        for (boolean done = false; !done; ) {
            Optional<Lake.Stored> before = lake.get(Keys.CHAMPIONS);
            byte[] lines = before.map(Lake.Stored::bytes).orElse(new byte[0]);
            if (isIn(read(lines), move)) return;
            byte[] all = Json.withLine(lines, move);
            done = before.isPresent() ? lake.replace(Keys.CHAMPIONS, all, before.get().etag())
                    : lake.create(Keys.CHAMPIONS, all);
        }
    }

    /** Each move is later than the one before it, so its time names it. */
    private static boolean isIn(List<Move> moves, Move move) {
        return moves.stream().anyMatch(other -> other.at().equals(move.at()));
    }

    private static List<Move> read(byte[] lines) {
        List<Move> moves = new ArrayList<>();
        for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
            try {
                moves.add(Json.read(line.getBytes(StandardCharsets.UTF_8), Move.class));
            } catch (IOException e) {
                throw new Fault(Exit.CONFIGURATION, Keys.CHAMPIONS + " is damaged", "it was edited by hand or cut off",
                        "move it away; the next training begins a new one", 3).from(e);
            }
        }
        return moves;
    }
}
