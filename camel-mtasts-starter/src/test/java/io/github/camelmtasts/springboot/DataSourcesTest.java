package io.github.camelmtasts.springboot;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.camelmtasts.MtaStsConstants;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** Policies go to the database that a property names, and no other is touched. */
class DataSourcesTest {

    private static final String BUSINESS = "jdbc:h2:mem:business;DB_CLOSE_DELAY=-1";

    private static final String POLICIES = "jdbc:h2:mem:policies;DB_CLOSE_DELAY=-1";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")));

    @Test
    void theDataSourceThatSpringBootMakesIsNeverTouched() throws SQLException {
        List<String> before = tables(BUSINESS);
        try (BootApplication application = BootApplication.on(
                INTERNET.internet(), InvoiceApplication.class, "spring.datasource.url=" + BUSINESS)) {
            deliver(application);

            HikariDataSource dataSource = application.context().getBean(HikariDataSource.class);
            assertThat(dataSource.getJdbcUrl()).isEqualTo(BUSINESS);
            assertThat(dataSource.isRunning()).as("a connection was asked for").isFalse();
        }
        assertThat(tables(BUSINESS)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"#policies", "#bean:policies", "policies"})
    void theDataSourceThatAPropertyNamesIsTheStore(String name) throws SQLException {
        try (BootApplication application = BootApplication.on(
                INTERNET.internet(),
                TwoDatabases.class,
                "camel.component.mtasts.store-data-source=" + name,
                "camel.component.mtasts.store-schema=create")) {
            deliver(application);
        }
        assertThat(tables(POLICIES)).anySatisfy(table -> assertThat(table).startsWithIgnoringCase("PUBLIC.MTASTS_"));
        assertThat(tables(BUSINESS)).noneSatisfy(table -> assertThat(table).startsWithIgnoringCase("PUBLIC."));
    }

    private static void deliver(BootApplication application) {
        assertThat(application.send("anna@good.example").getMessage().getHeader(MtaStsConstants.OUTCOME))
                .isEqualTo("DELIVERED");
    }

    private static List<String> tables(String url) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                ResultSet tables = connection.getMetaData().getTables(null, null, null, null)) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_SCHEM") + "." + tables.getString("TABLE_NAME"));
            }
        }
        return names;
    }

    @Configuration(proxyBeanMethods = false)
    @Import(InvoiceApplication.class)
    static class TwoDatabases {

        @Bean
        @Primary
        DataSource business() {
            return h2(BUSINESS);
        }

        @Bean
        DataSource policies() {
            return h2(POLICIES);
        }

        private static DataSource h2(String url) {
            JdbcDataSource dataSource = new JdbcDataSource();
            dataSource.setUrl(url);
            dataSource.setUser("sa");
            return dataSource;
        }
    }
}
