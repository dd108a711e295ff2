package lib.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a resource costs in US dollars an hour: {@code idle} while nobody uses it, {@code busy} while it works.
 *
 * <p>List prices of us-east-1 as of November 2026, without taxes, traffic and free tier; {@link #in} has those of
 * other regions.
 */
public record Price(double idle, double busy, String note) {

    public static final Price FREE = new Price(0, 0, "");

    /** Fargate per vCPU and per GB of memory, Linux; ARM costs a fifth less. */
    public static final double FARGATE_VCPU_HOUR = 0.04048;
    public static final double FARGATE_GB_HOUR = 0.004445;
    public static final double FARGATE_ARM_VCPU_HOUR = 0.03238;
    public static final double FARGATE_ARM_GB_HOUR = 0.00356;

    /** App Runner: memory always, the vCPU only while a request is served. */
    public static final double APP_RUNNER_VCPU_HOUR = 0.064;
    public static final double APP_RUNNER_GB_HOUR = 0.007;

    /** Lambda on x86: each second times the memory, and each request; the first million a month are free. */
    public static final double LAMBDA_GB_SECOND = 0.0000166667;
    public static final double LAMBDA_REQUEST = 0.20 / 1_000_000;

    /** A load balancer without its capacity units, and one public IPv4 address. */
    public static final double LOAD_BALANCER_HOUR = 0.0225;
    public static final double PUBLIC_IPV4_HOUR = 0.005;

    /** S3 and ECR storage per GB. */
    public static final double S3_GB_HOUR = 0.023 / 730;
    public static final double ECR_GB_HOUR = 0.10 / 730;

    /** An alarm of CloudWatch. */
    public static final double ALARM_HOUR = 0.10 / 730;

    /** On Spot: what AWS has to spare at a third of the price, which moves, and with two minutes' notice to leave. */
    private static final double SPOT = 0.33;

    /** What containers cost in other regions, in relation to us-east-1; read in the price list in November 2026. */
    private static final Map<String, Double> REGIONS = Map.of("us-east-1", 1.0, "us-east-2", 1.0, "us-west-2", 1.0,
            "sa-east-1", 1.72);

    private static final double CLASS_HOURS = 2;
    private static final double MONTH_HOURS = 730;

    /** A price of the same amount idle and busy. */
    public static Price always(double perHour, String note) {
        return new Price(perHour, perHour, note);
    }

    /** A Fargate task of this size that runs only when it is started. */
    public static Price fargateTask(double vcpu, double gigabytes, boolean arm, String note) {
        double busy = vcpu * (arm ? FARGATE_ARM_VCPU_HOUR : FARGATE_VCPU_HOUR)
                + gigabytes * (arm ? FARGATE_ARM_GB_HOUR : FARGATE_GB_HOUR);
        return new Price(0, busy, note);
    }

    /** The same task on spare capacity. */
    public Price onSpot() {
        return new Price(SPOT * idle, SPOT * busy, note);
    }

    /** The same in another region; where its price is not known, that of us-east-1. */
    public Price in(String region) {
        double factor = REGIONS.getOrDefault(region, 1.0);
        return new Price(factor * idle, factor * busy, note);
    }

    /** Where the prices of a region come from, for people. */
    static String source(String region) {
        double factor = REGIONS.getOrDefault(region, 0.0);
        if (factor == 0) return "list prices of us-east-1, November 2026; those of " + region + " differ";
        return "list prices of " + region + ", November 2026"
                + (factor == 1 ? "" : ": about " + factor + " times us-east-1");
    }

    /** Dollars for a class of two hours in which the resource works all the time: an upper bound. */
    public double classOfTwoHours() {
        return CLASS_HOURS * busy;
    }

    /** Dollars for a month in which nobody thinks of it any more. */
    public double forgottenMonth() {
        return MONTH_HOURS * idle;
    }

    /** One row of the price table. */
    public record Row(String kind, String name, double idlePerHour, double busyPerHour, double classOfTwoHours,
            double forgottenMonth, String note) {

        static Row of(String kind, String name, Price price) {
            return new Row(kind, name, price.idle, price.busy, price.classOfTwoHours(), price.forgottenMonth(),
                    price.note);
        }

        Row in(String region) {
            return of(kind, name, new Price(idlePerHour, busyPerHour, note).in(region));
        }
    }

    static final List<String> HEADER = List.of("price in US$", "hour idle", "hour busy", "class of 2 h",
            "forgotten month");

    /** The table's cells: what costs something, and the total of all. */
    static List<List<String>> table(List<Row> rows) {
        List<List<String>> table = new ArrayList<>();
        for (Row row : rows) {
            if (row.busyPerHour + row.idlePerHour > 0) table.add(cells(row.kind + " " + row.name, row));
        }
        table.add(cells("total", total(rows)));
        return table;
    }

    static Row total(List<Row> rows) {
        return Row.of("total", "", new Price(rows.stream().mapToDouble(Row::idlePerHour).sum(),
                rows.stream().mapToDouble(Row::busyPerHour).sum(), ""));
    }

    private static List<String> cells(String label, Row row) {
        return List.of(label, dollars(row.idlePerHour, 4), dollars(row.busyPerHour, 4), dollars(row.classOfTwoHours, 2),
                dollars(row.forgottenMonth, 2));
    }

    private static String dollars(double amount, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", amount);
    }
}
