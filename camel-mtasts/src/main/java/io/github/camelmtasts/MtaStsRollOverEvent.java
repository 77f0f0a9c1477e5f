package io.github.camelmtasts;

import java.io.Serial;
import java.util.EventObject;

import io.github.camelmtasts.publication.RollOverReport;
import org.apache.camel.spi.CamelEvent;

/** A policy that we publish has come to another stage, for Camel's event notifiers: at VERIFIED, publish its record. */
public final class MtaStsRollOverEvent extends EventObject implements CamelEvent {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient RollOverReport report;
    private long timestamp;

    MtaStsRollOverEvent(RollOverReport report) {
        super(report.domain().toString());
        this.report = report;
        this.timestamp = report.at().toEpochMilli();
    }

    /** The stage, what to do, and what is wrong. */
    public RollOverReport getReport() {
        return report;
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public String toString() {
        return report.domain() + " " + report.stage();
    }
}
