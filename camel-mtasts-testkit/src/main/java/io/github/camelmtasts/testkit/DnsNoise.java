package io.github.camelmtasts.testkit;

import java.util.Arrays;

/** Packets that arrive before the answer to a DNS query, and are none. */
public enum DnsNoise {
    /** The answer under another id. */
    WRONG_ID {
        @Override
        byte[] packet(byte[] answer) {
            byte[] packet = answer.clone();
            packet[0] ^= 0x55;
            return packet;
        }
    },
    /** The first five octets of the answer. */
    FIVE_OCTETS {
        @Override
        byte[] packet(byte[] answer) {
            return Arrays.copyOf(answer, 5);
        }
    },
    /** A datagram of no octets. */
    EMPTY {
        @Override
        byte[] packet(byte[] answer) {
            return new byte[0];
        }
    },
    /** "No such name", to a question about another name. */
    WRONG_QUESTION {
        @Override
        byte[] packet(byte[] answer) {
            byte[] packet = answer.clone();
            packet[HEADER + 1] ^= 0x01;
            return denying(packet);
        }
    },
    /** "No such name", to a question of another type. */
    WRONG_TYPE {
        @Override
        byte[] packet(byte[] answer) {
            byte[] packet = answer.clone();
            int position = HEADER;
            while (packet[position] != 0) {
                position += packet[position] + 1;
            }
            packet[position + 2] ^= 0x40;
            return denying(packet);
        }
    },
    /** "No such name", without any question. */
    NO_QUESTION {
        @Override
        byte[] packet(byte[] answer) {
            byte[] packet = Arrays.copyOf(answer, HEADER);
            Arrays.fill(packet, COUNTS, HEADER, (byte) 0);
            return denying(packet);
        }
    },
    /** The query itself, as from a mirror. */
    ECHO {
        @Override
        byte[] packet(byte[] answer) {
            byte[] packet = answer.clone();
            packet[2] &= 0x7F;
            return packet;
        }
    },
    /** "No such name", from another port. */
    OTHER_SOURCE {
        @Override
        byte[] packet(byte[] answer) {
            return denying(answer.clone());
        }
    };

    private static final int COUNTS = 4;
    private static final int HEADER = 12;
    private static final int RCODE = 3;
    private static final int NXDOMAIN = 3;

    private static byte[] denying(byte[] packet) {
        packet[RCODE] = (byte) ((packet[RCODE] & 0xF0) | NXDOMAIN);
        return packet;
    }

    /** What is sent. */
    abstract byte[] packet(byte[] answer);
}
