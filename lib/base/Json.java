//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.1
//DEPS com.fasterxml.jackson.datatype:jackson-datatype-jsr310:2.22.1
package lib.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON in one dialect: UTF-8, ISO dates, map keys sorted, so that the same value gives the same bytes. */
public final class Json {

    /**
     * Jackson's default keeps its buffers in the thread; on virtual threads, which live for one request, that means new
     * buffers for each. The numbers of a model are read by Jackson's faster parser, to the same bits.
     */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();

    public static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY.copy())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /** The value as indented JSON with a final line break. */
    public static byte[] write(Object value) {
        try {
            String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
            return (text.replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + value.getClass().getName(), e);
        }
    }

    /** Lines of JSON, one object each, and this one behind them. */
    public static byte[] withLine(byte[] lines, Object value) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(lines);
        try {
            all.writeBytes(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + value.getClass().getName(), e);
        }
        all.write('\n');
        return all.toByteArray();
    }

    /** Reads a value of the given type; throws {@link IOException} when the bytes are not such a value. */
    public static <T> T read(byte[] bytes, Class<T> type) throws IOException {
        T value = MAPPER.readValue(bytes, type);
        if (value == null) throw new IOException("null is no " + type.getSimpleName());
        return value;
    }
}
