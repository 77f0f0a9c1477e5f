package io.github.camelmtasts.examples.guard;

import java.nio.file.Path;
import java.util.List;

import io.github.camelmtasts.GuardMode;
import io.github.camelmtasts.testkit.LoopbackInternet;

/** Sends the same mails by the same routes without a guard, with one that observes and with one that enforces. */
final class Comparison {

    private static final String ROW = "%-8s  %-20s  %-30s  %-30s  %s%n";

    private Comparison() {}

    public static void main(String[] words) throws Exception {
        try (LoopbackInternet internet = PracticeInternet.start()) {
            PracticeInternet.writeHosts(internet, Path.of(System.getProperty("jdk.net.hosts.file")));
            compare(internet);
        }
    }

    private static void compare(LoopbackInternet internet) throws Exception {
        introduce();
        List<String> without = sendAll(Company.asItWas(internet));
        List<String> enforced = sendAll(Company.guarded(internet, GuardMode.ENFORCE));
        try (Company company = Company.guarded(internet, GuardMode.OBSERVE)) {
            print(without, send(company), enforced);
            System.out.println();
            System.out.println("What the guard told while it observed:");
            company.findings(enforced.stream().filter(Company::isStopped).count())
                    .forEach(line -> System.out.println("  " + line));
        }
    }

    private static List<String> sendAll(Company company) {
        try (company) {
            return send(company);
        }
    }

    private static List<String> send(Company company) {
        return Mail.ALL.stream().flatMap(mail -> company.send(mail).stream()).toList();
    }

    private static void introduce() {
        Mail.ALL.forEach(mail -> System.out.printf("%-8s  %s%n", mail.route(), mail.about()));
        System.out.println();
    }

    private static void print(List<String> without, List<String> observed, List<String> enforced) {
        System.out.printf(ROW, "ROUTE", "RECIPIENT", "WITHOUT A GUARD", "OBSERVE", "ENFORCE");
        int row = 0;
        for (Mail mail : Mail.ALL) {
            for (String recipient : mail.recipients()) {
                System.out.printf(ROW, mail.route(), recipient, without.get(row), observed.get(row), enforced.get(row));
                row++;
            }
        }
    }
}
