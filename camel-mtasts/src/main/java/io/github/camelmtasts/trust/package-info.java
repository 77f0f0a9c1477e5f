/**
 * Whether authorities still stand by the certificates that they signed: start at
 * {@link io.github.camelmtasts.trust.RevocationCheck}. The door to their OCSP responders and revocation lists; this package
 * knows nothing of names, policies and protocols.
 */
@NullMarked
package io.github.camelmtasts.trust;

import org.jspecify.annotations.NullMarked;
