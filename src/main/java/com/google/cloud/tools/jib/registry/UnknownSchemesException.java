package com.google.cloud.tools.jib.registry;

import com.google.cloud.tools.jib.api.RegistryException;

/** A registry lets its clients authenticate in ways that are not known here, and in no other. */
public final class UnknownSchemesException extends RegistryException {

    private static final long serialVersionUID = 1L;

    private final String schemes;

    UnknownSchemesException(String schemes) {
        super("it wants " + schemes);
        this.schemes = schemes;
    }

    /** As the server writes them, with commas between. */
    public String schemes() {
        return schemes;
    }
}
