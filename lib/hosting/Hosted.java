package lib.hosting;

import lib.aws.Account;

/** A chapter that AWS can host. */
public interface Hosted {

    /** The chapter's file name. */
    String script();

    /** What it hosts, which makes every name: api or ui. */
    String part();

    /** What AWS is to run, checked as far as it can be before anything is paid for. */
    Hosting.Container container(Account account, Places places);
}
