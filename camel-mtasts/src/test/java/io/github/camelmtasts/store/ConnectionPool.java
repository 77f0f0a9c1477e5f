package io.github.camelmtasts.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;

/** Lends connections again that were given back, as the pools of applications do; has as many as are lent at once. Thread-safe. */
final class ConnectionPool {

    private final ConnectionPoolDataSource source;
    private final Deque<PooledConnection> free = new ConcurrentLinkedDeque<>();

    ConnectionPool(ConnectionPoolDataSource source) {
        this.source = source;
    }

    Connection lend() throws SQLException {
        PooledConnection known = free.poll();
        return (known == null ? open() : known).getConnection();
    }

    private PooledConnection open() throws SQLException {
        PooledConnection connection = source.getPooledConnection();
        connection.addConnectionEventListener(new ConnectionEventListener() {
            @Override
            public void connectionClosed(ConnectionEvent givenBack) {
                free.push(connection);
            }

            @Override
            public void connectionErrorOccurred(ConnectionEvent broken) {
                connection.removeConnectionEventListener(this);
            }
        });
        return connection;
    }
}
