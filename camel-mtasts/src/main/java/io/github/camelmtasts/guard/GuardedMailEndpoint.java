package io.github.camelmtasts.guard;

import java.util.Optional;

import io.github.camelmtasts.MtaStsComponent;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.support.service.ServiceHelper;

/** Stands in the place of an {@code smtp:} endpoint, with all its options, and asks at each mail whether it is guarded. */
final class GuardedMailEndpoint extends MailEndpoint {

    private final Optional<MtaStsComponent> standing;

    /**
     * An endpoint like the other.
     *
     * @param standing guards it in every route; empty if only blocks of routes do
     */
    GuardedMailEndpoint(MailEndpoint other, Optional<MtaStsComponent> standing) {
        super(other.getEndpointUri(), (MailComponent) other.getComponent(), other.getConfiguration());
        this.standing = standing;
        setCamelContext(other.getCamelContext());
        setHeaderFilterStrategy(other.getHeaderFilterStrategy());
        setContentTypeResolver(other.getContentTypeResolver());
        setBinding(other.getBinding());
        setLazyStartProducer(other.isLazyStartProducer());
        ServiceHelper.initService(this);
        standingTerms().ifPresent(terms -> GuardEntry.of(this, terms));
    }

    /** What is demanded of this mail: by the block that it is sent in, else by the application; empty for nothing. */
    Optional<GuardTerms> terms(Exchange exchange) {
        GuardTerms block = GuardTerms.of(exchange);
        return block != null ? Optional.of(block) : standingTerms();
    }

    /** What is demanded of every mail, now: an operator may have changed the mode. */
    Optional<GuardTerms> standingTerms() {
        return standing.map(
                component -> new GuardTerms(component, component.getGuardHosts(), component.getGuardMode()));
    }

    /** Whether only blocks of routes guard it. */
    boolean isForBlocksAlone() {
        return standing.isEmpty();
    }

    @Override
    public Producer createProducer(JavaMailSender sender) {
        Producer plain = super.createProducer(sender);
        if (sender.getClass() != DefaultJavaMailSender.class) { // somebody set it after the endpoint was made
            MailEndpoints.reportLeftAlone(
                    this, standing, "its sender is a " + sender.getClass().getName());
            return plain;
        }
        return new GuardedMailProducer(this, sender, plain);
    }
}
