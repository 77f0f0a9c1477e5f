/**
 * An application as it was before it had heard of MTA-STS ({@code OldRoutes}), and all that is put around it ({@code
 * GuardedBlocks}, {@code application.properties}): start at {@code Comparison}.
 */
@NullMarked
package io.github.camelmtasts.examples.guard;

import org.jspecify.annotations.NullMarked;
