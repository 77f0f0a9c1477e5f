package io.github.camelmtasts.testkit;

/** Threads that never keep a JVM alive. */
final class DaemonThread {
    private DaemonThread() {}

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, "testkit " + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
