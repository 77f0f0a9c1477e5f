/** Proves the kit with clients that it does not bring: dnsjava's resolver, the JDK's TLS sockets, plain sockets. */
@NullMarked
package io.github.camelmtasts.testkit;

import org.jspecify.annotations.NullMarked;
