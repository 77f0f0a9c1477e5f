/**
 * What a mail is made of, and read from: camel-mail behind one door. Start at {@link
 * io.github.camelmtasts.message.MessageBuilder} (an exchange becomes a rendered mail) and {@link
 * io.github.camelmtasts.message.OriginalReader} (what a mail says of itself). To which host a mail goes, and how, is unknown
 * here.
 */
@NullMarked
package io.github.camelmtasts.message;

import org.jspecify.annotations.NullMarked;
