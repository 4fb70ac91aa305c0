"""Running the portal: setting up, services, and the supervisor of `make demo`.

Everything here is standard library only, because it runs before the virtual environment exists;
what needs a package imports it inside the function that runs later.
"""
