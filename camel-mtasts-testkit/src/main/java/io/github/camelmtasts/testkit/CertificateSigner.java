package io.github.camelmtasts.testkit;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Someone with a key who signs certificates: a root, an intermediate, or a leaf that signs itself. */
record CertificateSigner(X500Name name, KeyPair keys) {
    private static final String ORGANIZATION = "Loopback Internet";

    /** An authority is in force whatever the date of the machine or the clock of a test. */
    private static final Instant BEGIN_OF_AUTHORITY = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant END_OF_AUTHORITY = Instant.parse("2099-12-31T00:00:00Z");

    /** Random, so that the certificates of two JVMs differ. */
    private static final AtomicLong SERIAL = new AtomicLong(new SecureRandom().nextInt() * 65_536L & Long.MAX_VALUE);

    static CertificateSigner named(@Nullable String commonName) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, ORGANIZATION);
        if (commonName != null) {
            name.addRDN(BCStyle.CN, commonName);
        }
        return new CertificateSigner(name.build(), newKeys());
    }

    /** A certificate for an authority; for itself: a root. */
    X509Certificate signAuthority(CertificateSigner subject, StatusAddresses addresses) {
        return build(subject, nextSerial(), BEGIN_OF_AUTHORITY, END_OF_AUTHORITY, builder -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            addTo(builder, addresses);
        });
    }

    /** A certificate for a TLS server, whose period of validity is counted from this instant. */
    X509Certificate signServer(
            CertificateSigner subject,
            CertificateShape shape,
            Instant now,
            Function<BigInteger, StatusAddresses> addresses) {
        BigInteger serial = nextSerial();
        return build(
                subject, serial, shape.validity().begin(now), shape.validity().end(now), builder -> {
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
                    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
                    builder.addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
                    if (!shape.dnsNames().isEmpty()) {
                        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(shape));
                    }
                    addTo(builder, addresses.apply(serial));
                });
    }

    private interface Extensions {
        void addTo(X509v3CertificateBuilder builder) throws CertIOException;
    }

    private X509Certificate build(
            CertificateSigner subject, BigInteger serial, Instant begin, Instant end, Extensions extensions) {
        try {
            PublicKey subjectKey = subject.keys.getPublic();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name, serial, Date.from(begin), Date.from(end), subject.name, subjectKey);
            JcaX509ExtensionUtils keyIds = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, keyIds.createAuthorityKeyIdentifier(keys.getPublic()));
            builder.addExtension(Extension.subjectKeyIdentifier, false, keyIds.createSubjectKeyIdentifier(subjectKey));
            extensions.addTo(builder);
            return new JcaX509CertificateConverter().getCertificate(builder.build(contentSigner()));
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make a test certificate for " + subject.name, e);
        }
    }

    ContentSigner contentSigner() throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    }

    private static BigInteger nextSerial() {
        return BigInteger.valueOf(SERIAL.incrementAndGet());
    }

    private static void addTo(X509v3CertificateBuilder builder, StatusAddresses addresses) throws CertIOException {
        if (!addresses.ocsp().isEmpty()) {
            builder.addExtension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, uri(addresses.ocsp())));
        }
        if (!addresses.crl().isEmpty()) {
            DistributionPointName place = new DistributionPointName(new GeneralNames(uri(addresses.crl())));
            builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                new DistributionPoint(place, null, null)
            }));
        }
    }

    private static GeneralName uri(String address) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, address);
    }

    private static GeneralNames alternativeNames(CertificateShape shape) {
        return new GeneralNames(shape.dnsNames().stream()
                .map(dnsName -> new GeneralName(GeneralName.dNSName, dnsName))
                .toArray(GeneralName[]::new));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no EC keys in this JVM", e);
        }
    }
}
