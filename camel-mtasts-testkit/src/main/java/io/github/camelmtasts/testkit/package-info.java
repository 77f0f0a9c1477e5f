/**
 * A loopback internet for tests: DNS, HTTPS policy host, MX servers and a certificate authority, described in one
 * expression and run on 127.0.0.0/8. Start at {@link io.github.camelmtasts.testkit.LoopbackInternet}. It knows the
 * protocols and nothing of the code under test.
 */
@NullMarked
package io.github.camelmtasts.testkit;

import org.jspecify.annotations.NullMarked;
