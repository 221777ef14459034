//! A PostgreSQL of our own for the store tests: below a temporary directory, on a free port, gone afterwards.

use std::{
    env, fs,
    path::PathBuf,
    process::{self, Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{Outcome, command, debian, fingerprint::fingerprint, place::Scratch, product};

/// The account PostgreSQL runs as where we are root, whom it refuses to serve.
const ACCOUNT: &str = "postgres";

/// A running cluster; it ends with the value.
pub struct Cluster {
    programs: Programs,
    scratch: Scratch,
    port: u16,
    password: String,
    server: Option<Child>,
}

impl Cluster {
    /// Installs PostgreSQL if it is missing, makes a cluster and waits until it answers.
    pub fn start() -> Outcome<Self> {
        let programs = Programs::ensure()?;
        let scratch = Scratch::new("postgres")?;
        // On loopback any local user reaches the port, so there is a password, though not one that lasts.
        let seed = format!("{} {:?} {:p}", process::id(), Instant::now(), &scratch);
        let password = fingerprint(seed);
        let mut cluster =
            Self { programs, scratch, port: product::free_port()?, password, server: None };
        cluster.init()?;
        cluster.run()?;
        Ok(cluster)
    }

    /// The address tests connect to, as superuser: they make databases of their own.
    pub fn url(&self) -> String {
        format!("postgres://{ACCOUNT}:{}@127.0.0.1:{}/postgres", self.password, self.port)
    }

    fn data(&self) -> PathBuf {
        self.scratch.path().join("data")
    }

    fn init(&self) -> Outcome {
        let password = self.scratch.path().join("password");
        fs::write(&password, &self.password)
            .map_err(|e| format!("Cannot write {}: {e}", password.display()))?;
        if self.programs.as_account {
            command::run(command::new("chown").args(["-R", ACCOUNT]).arg(self.scratch.path()))?;
        }
        command::read(
            self.programs
                .command("initdb")
                .args([
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync",
                    "--username",
                    ACCOUNT,
                ])
                .arg("--pwfile")
                .arg(&password)
                .arg("--pgdata")
                .arg(self.data()),
        )?;
        Ok(())
    }

    /// Runs the server in our own process group, so that Ctrl-C reaches it too.
    fn run(&mut self) -> Outcome {
        let log = self.scratch.path().join("log");
        let output =
            fs::File::create(&log).map_err(|e| format!("Cannot write {}: {e}", log.display()))?;
        let mut command = self.programs.command("postgres");
        command.arg("-D").arg(self.data()).args(["-p", &self.port.to_string()]);
        // Nothing here need outlive the tests, so nothing waits for the disk.
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=400",
        ] {
            command.args(["-c", setting]);
        }
        let server = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(output).spawn();
        self.server = Some(server.map_err(|e| format!("PostgreSQL cannot be started: {e}."))?);

        let start = Instant::now();
        let port = self.port.to_string();
        while !command::works(self.programs.command("pg_isready").args([
            "-q",
            "-h",
            "127.0.0.1",
            "-p",
            &port,
        ])) {
            let ended =
                self.server.as_mut().is_some_and(|server| !matches!(server.try_wait(), Ok(None)));
            if ended || start.elapsed() > Duration::from_secs(60) {
                let said = fs::read_to_string(&log).unwrap_or_default();
                return Err(format!("PostgreSQL does not start. It says:\n{said}"));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            // `immediate`: what is in it is thrown away in any case.
            command::works(
                self.programs
                    .command("pg_ctl")
                    .args(["stop", "--mode=immediate", "-D"])
                    .arg(self.data()),
            );
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

/// PostgreSQL's programs, and how to run them.
struct Programs {
    bin: PathBuf,
    as_account: bool,
}

impl Programs {
    fn ensure() -> Outcome<Self> {
        let bin = match Self::find() {
            Some(bin) => bin,
            None => {
                debian::install(&["postgresql"])?;
                Self::find().ok_or("PostgreSQL was installed, but its initdb is not found; put its directory in PATH.")?
            }
        };
        Ok(Self { bin, as_account: debian::is_root()? })
    }

    /// Debian keeps the programs out of `PATH`, a directory for each version.
    fn find() -> Option<PathBuf> {
        let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let debian = versions.map(|version| version.path().join("bin"));
        let path: Vec<_> =
            env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
        debian
            .chain(path)
            .find(|bin| bin.join("initdb").is_file() && bin.join("postgres").is_file())
    }

    fn command(&self, program: &str) -> Command {
        let program = self.bin.join(program);
        let mut command = if self.as_account {
            // Should we be killed, the signal sees to it that the server does not stay behind.
            let mut command = command::new("setpriv");
            command.args(["--reuid", ACCOUNT, "--regid", ACCOUNT, "--init-groups"]);
            command.args(["--pdeathsig", "INT", "--"]).arg(program);
            command
        } else {
            command::new(program)
        };
        // The account may not enter our own directory.
        command.current_dir("/");
        command
    }
}
