package lib.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;

/**
 * Who a request comes from. Every proxy adds the address that it saw to the right end of {@code X-Forwarded-For}; what
 * stands further left was written by whoever asked, and may be invented. So with n proxies of one's own in front, the
 * n-th address from the right counts, and with none the one of the connection. On Lambda the event tells it.
 *
 * @param proxies  how many proxies stand in front of this server, all of which add to {@code X-Forwarded-For}
 * @param loopback whether this server listens on this machine only
 */
public record Visitors(int proxies, boolean loopback) {

    /** Lambda names the function to its process. */
    private static final boolean ON_LAMBDA = System.getenv("AWS_LAMBDA_FUNCTION_NAME") != null;
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int MOST_PROXIES = 10;
    private static final int LONGEST_ADDRESS = 45; // an IPv6 address with an IPv4 one in it
    private static final Set<String> PROXIES_WORDS = Set.of("forwarded", "via", "x-real-ip");
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    public Visitors {
        if (proxies < 0 || proxies > MOST_PROXIES) {
            throw new Fault(Exit.USAGE, "TRUSTED_PROXIES is " + proxies,
                    "it is the number of your own proxies in front of this server, 0 to " + MOST_PROXIES,
                    "count them; App Runner and a load balancer are one each", 4);
        }
    }

    /** The address that a limit counts by. An IPv6 customer has a whole /64, so that one counts as one. */
    public String of(Context ctx) {
        if (ON_LAMBDA) return network(onLambda(ctx));
        if (proxies == 0) return network(ctx.ip());
        List<String> addresses = Collections.list(ctx.req().getHeaders(FORWARDED_FOR)).stream()
                .flatMap(line -> Arrays.stream(line.split(","))).map(String::strip).toList();
        if (addresses.size() < proxies) return network(ctx.ip()); // it did not come through the proxies
        String address = addresses.get(addresses.size() - proxies);
        return address.isEmpty() || address.length() > LONGEST_ADDRESS ? network(ctx.ip()) : network(address);
    }

    /** The address that the function URL saw; the adapter writes this header, and drops one that the request had. */
    private static String onLambda(Context ctx) {
        try {
            String context = ctx.header("X-Amzn-Request-Context");
            String address = context == null ? "" : Json.MAPPER.readTree(context).at("/http/sourceIp").asText();
            return address.isEmpty() ? ctx.ip() : address;
        } catch (JsonProcessingException e) {
            return ctx.ip();
        }
    }

    /**
     * Whether somebody at this machine asks. A forwarded request is never local, whatever its connection: a proxy on
     * this machine asks for others. A foreign name that leads here belongs to a web page that has no business here
     * (DNS rebinding).
     */
    public boolean isLocal(Context ctx) {
        String host = ctx.header("Host");
        return loopback && proxies == 0 && !isForwarded(ctx) && host != null
                && THIS_MACHINE.contains(host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT));
    }

    private static boolean isForwarded(Context ctx) {
        return Collections.list(ctx.req().getHeaderNames()).stream().map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> PROXIES_WORDS.contains(name) || name.startsWith("x-forwarded"));
    }

    /** An IPv6 address has many spellings, so its /64 is told by its bytes. */
    private static String network(String address) {
        try {
            InetAddress literal = InetAddress.ofLiteral(address);
            return literal instanceof Inet6Address six ? HexFormat.of().formatHex(six.getAddress(), 0, 8) + "/64"
                    : literal.getHostAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }
}
