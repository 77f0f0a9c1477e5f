package io.github.camelmtasts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.MailDomain;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.Participant;
import io.github.camelmtasts.testkit.PolicyFile;
import io.github.camelmtasts.testkit.SmtpSession;

/**
 * How many mails a second {@code mtasts:send} delivers beside camel-mail's {@code smtp:}, which is handed the MX host and asks
 * for no policy: the same mails to the same servers over verified STARTTLS. Each contender has a JVM of its own in each round,
 * and they take turns in who is first. The servers share the machine, so that ratios tell more than rates.
 */
public final class DeliveryComparison {

    private static final int HOSTS = 10;
    private static final int DOMAINS = 100;

    private final LoopbackInternet internet;
    private final Path hostsFile;

    private DeliveryComparison(LoopbackInternet internet, Path hostsFile) {
        this.internet = internet;
        this.hostsFile = hostsFile;
    }

    /** Runs as many rounds as the argument says, to one domain and to a hundred. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(arguments[0]);
        Path hostsFile = Files.createTempFile("hosts", ".txt");
        try (LoopbackInternet internet = LoopbackInternet.of(participants()).start()) {
            Files.write(
                    hostsFile,
                    IntStream.range(0, HOSTS)
                            .mapToObj(DeliveryComparison::host)
                            .map(host -> internet.mx(host).address().getHostAddress() + " " + host)
                            .toList());
            var comparison = new DeliveryComparison(internet, hostsFile);
            comparison.compare(1, rounds);
            comparison.compare(DOMAINS, rounds);
        } finally {
            Files.delete(hostsFile);
        }
    }

    private static Participant[] participants() {
        Stream<Participant> hosts = IntStream.range(0, HOSTS).mapToObj(number -> MxHost.mxHost(host(number)));
        Stream<Participant> domains = IntStream.range(0, DOMAINS)
                .mapToObj(number -> MailDomain.domain(domain(number))
                        .policy(PolicyFile.enforce("*.mail.example"))
                        .mx(10, host(number % HOSTS)));
        return Stream.concat(hosts, domains).toArray(Participant[]::new);
    }

    static String host(int number) {
        return "mx" + number % HOSTS + ".mail.example";
    }

    static String domain(int number) {
        return "d" + number + ".example";
    }

    private void compare(int domains, int rounds) throws IOException, InterruptedException {
        System.out.printf(
                "Mails of 4 KB to %d domains on %d hosts, %d threads, %d rounds%n",
                domains, Math.min(domains, HOSTS), DeliveryDriver.THREADS, rounds);
        List<Contender> contenders = List.of(Contender.values());
        Map<Contender, List<Result>> results = new EnumMap<>(Contender.class);
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < contenders.size(); turn++) {
                Contender contender = contenders.get((round + turn) % contenders.size());
                Result result = run(contender, domains);
                System.out.printf("  %-26s %s%n", contender, result);
                results.computeIfAbsent(contender, first -> new ArrayList<>()).add(result);
            }
        }
        results.forEach((contender, own) -> System.out.printf(
                Locale.ROOT,
                "%-28s %6.2f times the rate of smtp:, 1/%.1f of its CPU a mail%n",
                contender,
                ratio(own, results.getOrDefault(Contender.SMTP, List.of()), Result::rate),
                1 / ratio(own, results.getOrDefault(Contender.SMTP, List.of()), Result::cpuMicros)));
    }

    /** The median of the ratios, round by round. */
    private static double ratio(List<Result> own, List<Result> others, ToDoubleFunction<Result> figure) {
        double[] ratios = IntStream.range(0, own.size())
                .mapToDouble(round -> figure.applyAsDouble(own.get(round)) / figure.applyAsDouble(others.get(round)))
                .sorted()
                .toArray();
        return (ratios[ratios.length / 2] + ratios[(ratios.length - 1) / 2]) / 2;
    }

    /** What one JVM did. */
    private record Result(double rate, double cpuMicros, long connections, long full, long resumed) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%6.0f mails/s, %6.0f us CPU a mail, %5d connections, handshakes: %5d full, %5d resumed",
                    rate,
                    cpuMicros,
                    connections,
                    full,
                    resumed);
        }
    }

    private Result run(Contender contender, int domains) throws IOException, InterruptedException {
        internet.reset();
        Process driver = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-classpath",
                                        System.getProperty("java.class.path"),
                                        "-Djdk.net.hosts.file=" + hostsFile,
                                        "-Djavax.net.ssl.trustStore=" + internet.trustStoreFile(),
                                        "-Djavax.net.ssl.trustStorePassword=" + internet.trustStorePassword(),
                                        "-Dlog.level=error",
                                        DeliveryDriver.class.getName()),
                                Stream.of(
                                        contender.name(),
                                        internet.dnsServer(),
                                        String.valueOf(internet.policyPort()),
                                        String.valueOf(internet.smtpPort()),
                                        String.valueOf(domains)))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8))) {
            String[] figures = lines.lines().collect(Collectors.joining()).split(" ", -1);
            if (driver.waitFor() != 0) {
                throw new IllegalStateException(contender + " broke off");
            }
            List<SmtpSession> sessions = IntStream.range(0, HOSTS)
                    .mapToObj(number -> internet.mx(host(number)).sessions())
                    .flatMap(List::stream)
                    .toList();
            long resumed = sessions.stream().filter(SmtpSession::resumed).count();
            return new Result(
                    Double.parseDouble(figures[0]),
                    Double.parseDouble(figures[1]),
                    sessions.size(),
                    sessions.size() - resumed,
                    resumed);
        }
    }
}
