package io.github.camelmtasts.channel;

import java.util.regex.Pattern;

/** An endpoint URI as logs may show it: scheme and place, without options and login, since those may hold a password. */
final class PlainUri {

    /** All between the scheme, with or without slashes, and the last {@code @} of the place. */
    private static final Pattern LOGIN = Pattern.compile("^([A-Za-z0-9+.-]+:/*)[^?]*@");

    private PlainUri() {}

    static String of(String uri) {
        int options = uri.indexOf('?');
        return LOGIN.matcher(options < 0 ? uri : uri.substring(0, options)).replaceFirst("$1");
    }
}
