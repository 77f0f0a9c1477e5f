package io.github.camelmtasts.testkit;

/**
 * Where a certificate says that its status can be asked for.
 *
 * @param ocsp the OCSP responder; empty for none
 * @param crl  the revocation list; empty for none
 */
record StatusAddresses(String ocsp, String crl) {
    static final StatusAddresses NONE = new StatusAddresses("", "");
}
