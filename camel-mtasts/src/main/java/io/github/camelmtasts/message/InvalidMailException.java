package io.github.camelmtasts.message;

/** A mail that cannot be sent as it is: an address, a header or the body is invalid. Trying again does not help. */
public final class InvalidMailException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    InvalidMailException(IllegalArgumentException fault) {
        super(fault.getMessage(), fault.getCause());
    }
}
