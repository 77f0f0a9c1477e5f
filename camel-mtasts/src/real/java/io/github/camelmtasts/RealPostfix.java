package io.github.camelmtasts;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One Postfix of many listeners, each at a loopback address of its own and with options of its own. */
final class RealPostfix {

    private static final String MAILDIRS = "var/mail/postfix";

    private final RealServers servers;
    private final Map<InetSocketAddress, String> listeners = new LinkedHashMap<>();

    RealPostfix(RealServers servers) {
        this.servers = servers;
    }

    /** Where the mails to this domain arrive; the name is that before {@code .example}. */
    static String maildir(String name) {
        return MAILDIRS + "/" + name;
    }

    /** Removes all mails that have arrived. */
    void clear() throws Exception {
        servers.folder(MAILDIRS, "vmail");
    }

    /** A listener: {@code smtpd} with these options of {@code master.cf}, or {@code postscreen}. */
    RealPostfix listener(String address, int port, String program, String... options) {
        listeners.put(new InetSocketAddress(address, port), line(address + ":" + port, "inet", program, options));
        return this;
    }

    private static String line(String name, String type, String program, String... options) {
        String limit = program.equals("postscreen") || program.equals("tlsproxy") ? "1" : "-";
        return "%s %s n - n - %s %s%s"
                .formatted(
                        name,
                        type,
                        limit,
                        program,
                        List.of(options).stream()
                                .map(option -> "\n  -o " + option)
                                .reduce("", String::concat));
    }

    /** One for each domain; virtual(8) takes no substitution in an expression. */
    private static String mailboxes() {
        return Stream.of("right", "wrong", "expired", "clear", "screen", "two", "ten", "grey", "anywhere")
                .map(name -> "/@" + name + "\\.example$/ postfix/" + name + "/\n")
                .collect(Collectors.joining());
    }

    /** Takes any recipient of any domain whose name ends in {@code .example}, but for {@code unknown@}. */
    void start() throws Exception {
        clear();
        servers.folder("var/lib/postfix", "postfix");
        servers.folder("var/spool/postfix", "root");
        Files.deleteIfExists(servers.file("var/log/postfix.log"));
        servers.write("etc/postfix/main.cf", """
                compatibility_level = 3.6
                myhostname = postfix.example
                mydestination =
                mynetworks = 192.0.2.1/32
                inet_protocols = ipv4
                maillog_file = /var/log/postfix.log
                alias_maps =
                local_recipient_maps =
                smtputf8_enable = yes
                virtual_mailbox_domains = regexp:/etc/postfix/domains
                virtual_mailbox_maps = regexp:/etc/postfix/mailboxes
                virtual_mailbox_base = /var/mail
                virtual_uid_maps = static:910
                virtual_gid_maps = static:910
                smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
                smtpd_recipient_restrictions = check_recipient_access inline:{ { unknown@ = 550 5.1.1 no such user } }
                smtpd_tls_security_level = may
                smtpd_tls_session_cache_database =
                smtpd_client_recipient_rate_limit = 0
                tlsproxy_tls_chain_files = /etc/postfix/screen.pem
                postscreen_cache_map = btree:$data_directory/postscreen_cache
                postscreen_greet_wait = 2s
                postscreen_greet_action = enforce
                postscreen_pipelining_enable = yes
                postscreen_pipelining_action = enforce
                postscreen_non_smtp_command_enable = yes
                postscreen_bare_newline_enable = yes
                """);
        servers.write("etc/postfix/domains", "/\\.example$/ OK\n");
        servers.write("etc/postfix/mailboxes", mailboxes());
        servers.write("etc/postfix/master.cf", String.join("\n", listeners.values()) + """

                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                flush unix n - n 1000? 0 flush
                proxymap unix - - n - - proxymap
                smtp unix - - n - - smtp
                error unix - - n - - error
                retry unix - - n - - error
                discard unix - - n - - discard
                virtual unix - n n - - virtual
                anvil unix - - n - 1 anvil
                scache unix - - n - 1 scache
                postlog unix-dgram n - n - 1 postlogd
                smtpd pass - - n - - smtpd
                  -o smtpd_tls_chain_files=/etc/postfix/screen.pem
                tlsproxy unix - - n - 0 tlsproxy
                dnsblog unix - - n - 0 dnsblog
                """);
        servers.start(listeners.keySet().iterator().next(), "postfix", "start-fg");
    }
}
