package lib.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a resource costs in US dollars an hour: {@code idle} while nobody uses it, {@code busy} while it works.
 *
 * <p>List prices of us-east-1 as of November 2026, without taxes, traffic and free tier. Other regions differ: São
 * Paulo is about 70 % dearer for containers.
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

    /** A load balancer without its capacity units, and one public IPv4 address. */
    public static final double LOAD_BALANCER_HOUR = 0.0225;
    public static final double PUBLIC_IPV4_HOUR = 0.005;

    /** S3 and ECR storage per GB. */
    public static final double S3_GB_HOUR = 0.023 / 730;
    public static final double ECR_GB_HOUR = 0.10 / 730;

    private static final double CLASS_HOURS = 2;
    private static final double MONTH_HOURS = 730;

    /** A price of the same amount idle and busy. */
    public static Price always(double perHour, String note) {
        return new Price(perHour, perHour, note);
    }

    /** A Fargate task of this size that runs only when it is started. */
    public static Price fargateTask(double vcpu, double gigabytes, boolean arm, String note) {
        double busy = vcpu * (arm ? FARGATE_ARM_VCPU_HOUR : FARGATE_VCPU_HOUR) + gigabytes * (arm ? FARGATE_ARM_GB_HOUR : FARGATE_GB_HOUR);
        return new Price(0, busy, note);
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

        static Row of(Resource resource) {
            Price price = resource.price();
            return new Row(resource.kind(), resource.name(), price.idle, price.busy, price.classOfTwoHours(),
                    price.forgottenMonth(), price.note);
        }
    }

    static final List<String> HEADER = List.of("price in US$", "hour idle", "hour busy", "class of 2 h", "forgotten month");

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
        return new Row("total", "", rows.stream().mapToDouble(Row::idlePerHour).sum(), rows.stream().mapToDouble(Row::busyPerHour).sum(),
                rows.stream().mapToDouble(Row::classOfTwoHours).sum(), rows.stream().mapToDouble(Row::forgottenMonth).sum(), "");
    }

    private static List<String> cells(String label, Row row) {
        return List.of(label, dollars(row.idlePerHour, 4), dollars(row.busyPerHour, 4), dollars(row.classOfTwoHours, 2),
                dollars(row.forgottenMonth, 2));
    }

    private static String dollars(double amount, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", amount);
    }
}
