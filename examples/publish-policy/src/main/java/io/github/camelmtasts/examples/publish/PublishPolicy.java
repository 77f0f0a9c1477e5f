package io.github.camelmtasts.examples.publish;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import io.github.camelmtasts.testkit.LoopbackInternet;

/** Publishes the policies of two domains on a practice internet, until it is ended. */
public final class PublishPolicy {

    private static final int HTTPS_PORT = 8443;

    private PublishPolicy() {}

    /** Needs no words. */
    public static void main(String[] words) throws Exception {
        Path data = Path.of("target", "publish-policy");
        LoopbackInternet internet = PracticeInternet.start();
        PracticeInternet.furnish(internet, data);
        new PolicyOffice(PracticeInternet.settings(internet, HTTPS_PORT), PracticeInternet.zone(internet));
        System.out.println("Serves the policies of " + data.resolve("policies") + " at port " + HTTPS_PORT);
        new CountDownLatch(1).await();
    }
}
