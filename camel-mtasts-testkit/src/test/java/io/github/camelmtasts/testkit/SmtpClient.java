package io.github.camelmtasts.testkit;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLSocket;

/** A client that says what it is told, byte by byte. */
final class SmtpClient implements Closeable {
    private final LoopbackInternet internet;
    private final String host;
    private Socket socket;
    private BufferedReader in;

    private SmtpClient(LoopbackInternet internet, String host) throws IOException {
        this.internet = internet;
        this.host = host;
        this.socket = new Socket(internet.mx(host).address(), internet.smtpPort());
        this.socket.setSoTimeout(5000);
        this.in = reader();
    }

    /** Connects, and reads nothing yet. */
    static SmtpClient to(LoopbackInternet internet, String host) throws IOException {
        return new SmtpClient(internet, host);
    }

    /** Connects and reads the banner. */
    static SmtpClient greetedBy(LoopbackInternet internet, String host) throws IOException {
        SmtpClient client = to(internet, host);
        client.reply();
        return client;
    }

    /** Connects and gets as far as EHLO inside TLS. */
    static SmtpClient encryptedTo(LoopbackInternet internet, String host) throws IOException {
        SmtpClient client = greetedBy(internet, host);
        client.ask("EHLO client.example");
        client.ask("STARTTLS");
        client.startTls();
        client.ask("EHLO client.example");
        return client;
    }

    SSLSocket startTls() throws IOException {
        SSLSocket tls = TlsClient.strict(socket, internet.clientSslContext(), host);
        socket = tls;
        in = reader();
        return tls;
    }

    String ask(String line) throws IOException {
        write(line + "\r\n");
        return reply();
    }

    void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One reply, its lines joined by a line feed; empty at the end of the connection. */
    String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            reply.append(line).append('\n');
            line = in.readLine();
        }
        return line == null ? reply.toString() : reply.append(line).toString();
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private BufferedReader reader() throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }
}
