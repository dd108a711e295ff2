//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:sdk-core
//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.1
//FILES software/amazon/awssdk/global/handlers/execution.interceptors=execution.interceptors
//SOURCES ../lib/base/*.java

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import lib.base.Json;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * Hears every request of every client of the AWS SDK in this process: the file execution.interceptors on the class path
 * of the tests names it, and nothing in the project knows of it.
 */
public final class RequestRecorder implements ExecutionInterceptor {

    private static volatile Set<String> heard;

    /** The requests of this work, each once, as JSON: {@code {"service": "Sfn", "operation": …, "members": …}}. */
    static Set<String> during(Runnable work) {
        heard = new ConcurrentSkipListSet<>();
        try {
            work.run();
            return heard;
        } finally {
            heard = null;
        }
    }

    @Override
    public void beforeMarshalling(Context.BeforeMarshalling context, ExecutionAttributes attributes) {
        Set<String> list = heard;
        if (list == null) return;
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("service", attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME));
        request.put("operation", attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        request.put("members", plain(context.request()));
        try {
            list.add(Json.MAPPER.writeValueAsString(request));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A member's value under the names of AWS's own description, not of the SDK's methods. */
    private static Object plain(Object value) {
        return switch (value) {
            case SdkPojo structure -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (SdkField<?> field : structure.sdkFields()) {
                    Object member = field.getValueOrDefault(structure);
                    if (isGiven(member)) members.put(field.memberName(), plain(member));
                }
                yield members;
            }
            case List<?> list -> list.stream().map(RequestRecorder::plain).toList();
            case Map<?, ?> map -> {
                Map<String, Object> members = new LinkedHashMap<>();
                map.forEach((key, member) -> members.put(key.toString(), plain(member)));
                yield members;
            }
            case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArray());
            case BigDecimal amount -> amount.toString(); // as the SDK writes it
            case Number number -> number;
            case Boolean flag -> flag;
            default -> value.toString();
        };
    }

    private static boolean isGiven(Object member) {
        return member != null && !(member instanceof SdkAutoConstructList<?>)
                && !(member instanceof SdkAutoConstructMap<?, ?>);
    }
}
