/**
 * What the people who run a Spring Boot application see of mtasts: health, the actuator's endpoints, metrics. Start at
 * {@link io.github.camelmtasts.springboot.actuate.MtaStsActuatorAutoConfiguration}. Everything shown comes from the component's
 * own watch; nothing here counts or judges.
 */
@NullMarked
package io.github.camelmtasts.springboot.actuate;

import org.jspecify.annotations.NullMarked;
