/**
 * Which policy is in force for a domain, now: start at {@link io.github.camelmtasts.discovery.PolicyDiscovery}. Uses the
 * three doors below (DNS, HTTPS, store) and knows nothing of mail servers or Camel.
 */
@NullMarked
package io.github.camelmtasts.discovery;

import org.jspecify.annotations.NullMarked;
