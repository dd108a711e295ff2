package lib.etl;

import java.io.IOException;
import lib.base.Exit;
import lib.base.Fault;

/** Work that reads a file. */
public interface Reading {

    void run() throws IOException;

    /** Does it; a file that cannot be read to its end is a {@link Fault} that names it. */
    static void of(String file, Reading reading) {
        try {
            reading.run();
        } catch (IOException e) {
            throw new Fault(Exit.UNEXPECTED, file + " cannot be read to its end", e.getMessage(), "run it again", 2)
                    .from(e);
        }
    }
}
