package io.github.camelmtasts.examples.springboot;

import java.util.regex.Pattern;

/**
 * An invoice that is to be mailed, as REST and the queue have it in JSON.
 *
 * @param number of letters, digits and hyphens, since it becomes a part of header fields
 * @param to     the customer's address
 * @param text   the invoice itself
 */
record Invoice(String number, String to, String text) {

    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9-]{1,40}");

    Invoice {
        if (number == null || to == null || text == null) {
            throw new IllegalArgumentException("An invoice has a number, to and text");
        }
        if (!NUMBER.matcher(number).matches()) {
            throw new IllegalArgumentException("The number of an invoice is 1 to 40 letters, digits and hyphens");
        }
    }
}
