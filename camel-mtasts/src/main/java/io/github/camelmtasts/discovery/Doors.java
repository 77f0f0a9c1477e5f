package io.github.camelmtasts.discovery;

import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.store.PolicyStore;

/**
 * The outside world, one door each.
 *
 * @param dns           who has which records
 * @param fetcher       policy hosts
 * @param store         where fetched policies are kept
 * @param addressFilter where strangers' names may lead us
 */
public record Doors(DnsLookup dns, PolicyFetcher fetcher, PolicyStore store, AddressFilter addressFilter) {}
